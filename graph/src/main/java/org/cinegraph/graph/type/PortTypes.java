package org.cinegraph.graph.type;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads port types from the form in which {@link PortType#written()} writes them.
public final class PortTypes {
  private static final List<PortType> PLAIN =
      List.of(
          new PortType.Text(),
          new PortType.Int(),
          new PortType.Float(),
          new PortType.Boolean(),
          new PortType.Json(),
          new PortType.Conditioning(),
          new PortType.Latents(),
          new PortType.Image(),
          new PortType.Mask(),
          new PortType.Video(),
          new PortType.Audio(),
          new PortType.Pose(),
          new PortType.Planes(),
          new PortType.Model());

  /// A list of lists of lists is more than any node type needs.
  private static final int LIST_DEPTH = 3;

  private static final Pattern OPTION = Pattern.compile("[^|<>]+");

  private PortTypes() {}

  /// The type that is written so; empty if nothing is.
  public static Optional<PortType> find(String written) {
    return find(written.strip(), LIST_DEPTH);
  }

  /// The same, of a declaration of the language itself, where there is one type more.
  public static Optional<PortType> findOfLanguage(String written) {
    String element = written;
    int depth = 0;
    for (var list = inside("list", element); list.isPresent(); list = inside("list", element)) {
      element = list.get();
      depth++;
    }
    if (depth > LIST_DEPTH || !element.equals(new PortType.Any().written())) {
      return find(written);
    }
    PortType type = new PortType.Any();
    for (int level = 0; level < depth; level++) {
      type = new PortType.ListOf(type);
    }
    return Optional.of(type);
  }

  /// @throws IllegalArgumentException if no type is written so
  public static PortType parse(String written) {
    return find(written)
        .orElseThrow(() -> new IllegalArgumentException("No port type is written " + written));
  }

  /// How all types are written, for hints.
  public static List<String> names() {
    return Stream.concat(
            PLAIN.stream().map(PortType::written), Stream.of("choice<a|b>", "list<type>"))
        .toList();
  }

  private static Optional<PortType> find(String written, int depth) {
    Optional<String> choice = inside("choice", written);
    if (choice.isPresent()) {
      return choice(choice.get());
    }
    Optional<String> list = inside("list", written);
    if (list.isPresent()) {
      return depth == 0 ? Optional.empty() : find(list.get(), depth - 1).map(PortType.ListOf::new);
    }
    return PLAIN.stream().filter(type -> type.written().equals(written)).findFirst();
  }

  private static Optional<PortType> choice(String inside) {
    List<String> options = Arrays.stream(inside.split("\\|", -1)).map(String::strip).toList();
    boolean usable =
        options.stream().allMatch(option -> OPTION.matcher(option).matches())
            && options.stream().distinct().count() == options.size();
    return usable ? Optional.of(new PortType.Choice(options)) : Optional.empty();
  }

  private static Optional<String> inside(String word, String written) {
    if (written.startsWith(word + "<") && written.endsWith(">")) {
      return Optional.of(written.substring(word.length() + 1, written.length() - 1).strip());
    }
    return Optional.empty();
  }
}
