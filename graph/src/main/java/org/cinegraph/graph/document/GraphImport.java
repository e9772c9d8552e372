package org.cinegraph.graph.document;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cinegraph.graph.digest.Digest;

/// Another graph that nodes of this one may be.
///
/// @param name under which nodes name it
/// @param position where it is said which graph
public record GraphImport(String name, Target target, Position position) {
  private static final Pattern NUMBERED =
      Pattern.compile("(" + Reference.NAME + ")@([1-9][0-9]{0,8})");
  private static final Pattern PINNED =
      Pattern.compile("(" + Reference.NAME + ")@sha256:([0-9a-f]{64})");

  public GraphImport {
    requireNonNull(name, "name is null");
    requireNonNull(target, "target is null");
    requireNonNull(position, "position is null");
  }

  /// Which graph.
  public sealed interface Target {
    /// A file beside or below the importing one.
    record File(String path) implements Target {}

    /// The nth version of a stored graph.
    record Numbered(String graph, int number) implements Target {}

    /// A version by its digest: what the others become in the canonical form.
    record Pinned(String graph, Digest version) implements Target {}

    default String written() {
      return switch (this) {
        case File(String path) -> path;
        case Numbered(String graph, int number) -> graph + "@" + number;
        case Pinned(String graph, Digest version) -> graph + "@sha256:" + version.hex();
      };
    }

    /// Empty if it is no name with a version.
    static Optional<Target> findStored(String written) {
      Matcher numbered = NUMBERED.matcher(written);
      if (numbered.matches()) {
        return Optional.of(new Numbered(numbered.group(1), Integer.parseInt(numbered.group(2))));
      }
      Matcher pinned = PINNED.matcher(written);
      return pinned.matches()
          ? Optional.of(new Pinned(pinned.group(1), new Digest(pinned.group(2))))
          : Optional.empty();
    }
  }
}
