package org.cinegraph.graph.document;

import static java.util.Objects.requireNonNull;

/// A place in a source document.
///
/// @param file as the author named it
/// @param line from 1; 0 where the problem is not in a document but in a value given beside it
/// @param column from 1, in characters
/// @param pointer JSON pointer (RFC 6901) to the value
public record Position(String file, int line, int column, String pointer) {
  public Position {
    requireNonNull(file, "file is null");
    requireNonNull(pointer, "pointer is null");
  }

  /// The place of something that stands in no document, such as a value given at submit.
  public static Position outside(String what, String pointer) {
    return new Position(what, 0, 0, pointer);
  }

  /// How places are written for people: `movie.yaml:7:21`.
  public String written() {
    return line == 0 ? file : file + ":" + line + ":" + column;
  }

  /// The pointer to a field of the value that `pointer` points to.
  static String field(String pointer, String key) {
    return pointer + "/" + key.replace("~", "~0").replace("/", "~1");
  }
}
