package org.cinegraph.graph.document;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a text that begins with `$` points to: a graph input, the item or index of a loop, or a
/// port of a node, and then into it.
///
/// What the name means is a matter of the scope that the reference stands in, so the language has
/// no other sigil for it.
///
/// @param name the first name
/// @param path what follows it: `.clip`, `[0]`
public record Reference(String name, List<Step> path) {
  /// What a name of a graph, input, node or output may look like.
  public static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");

  private static final Pattern STEP =
      Pattern.compile("\\.(" + NAME + ")|\\[(0|[1-9][0-9]{0,8})\\]");
  private static final Pattern WRITTEN =
      Pattern.compile("(" + NAME + ")((?:" + STEP.pattern() + ")*)");

  public Reference {
    requireNonNull(name, "name is null");
    path = List.copyOf(path);
  }

  /// One step into a value.
  public sealed interface Step {
    /// A port of a node, a field of a mapping.
    record Field(String name) implements Step {}

    /// An item of a list, from 0.
    record Index(int place) implements Step {}

    default String written() {
      return switch (this) {
        case Field(String name) -> "." + name;
        case Index(int place) -> "[" + place + "]";
      };
    }
  }

  public static Reference toPort(String node, String port) {
    return new Reference(node, List.of(new Step.Field(port)));
  }

  public String written() {
    return "$" + bare();
  }

  /// As it stands between `${` and `}`.
  String bare() {
    return name + path.stream().map(Step::written).collect(Collectors.joining());
  }

  /// The port, if the name is that of a node and one is written.
  public Optional<String> port() {
    return !path.isEmpty() && path.getFirst() instanceof Step.Field(String port)
        ? Optional.of(port)
        : Optional.empty();
  }

  /// Empty if no reference is written so.
  static Optional<Reference> find(String written) {
    return written.startsWith("$") ? findBare(written.substring(1)) : Optional.empty();
  }

  static Optional<Reference> findBare(String written) {
    Matcher whole = WRITTEN.matcher(written);
    if (!whole.matches()) {
      return Optional.empty();
    }
    List<Step> path = new ArrayList<>();
    Matcher step = STEP.matcher(whole.group(2));
    while (step.find()) {
      path.add(
          step.group(1) == null
              ? new Step.Index(Integer.parseInt(step.group(2)))
              : new Step.Field(step.group(1)));
    }
    return Optional.of(new Reference(whole.group(1), path));
  }
}
