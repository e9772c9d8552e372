package org.cinegraph.graph.document;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a text that begins with `$` points to.
public sealed interface Reference {
  /// A graph input: `$seed`.
  record ToInput(String input) implements Reference {}

  /// An output port of a node: `$latents.latents`.
  record ToPort(String node, String port) implements Reference {}

  /// What a name of a graph, input, node or output may look like.
  Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");

  Pattern WRITTEN = Pattern.compile("\\$(" + NAME + ")(?:\\.(" + NAME + "))?");

  default String written() {
    return switch (this) {
      case ToInput(String input) -> "$" + input;
      case ToPort(String node, String port) -> "$" + node + "." + port;
    };
  }

  /// Empty if no reference is written so.
  static Optional<Reference> find(String written) {
    Matcher matcher = WRITTEN.matcher(written);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        matcher.group(2) == null
            ? new ToInput(matcher.group(1))
            : new ToPort(matcher.group(1), matcher.group(2)));
  }
}
