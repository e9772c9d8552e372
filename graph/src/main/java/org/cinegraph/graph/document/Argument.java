package org.cinegraph.graph.document;

import org.cinegraph.graph.value.Value;

/// What a node's `with` gives to one port or parameter.
public sealed interface Argument {
  /// Where the name of the port or parameter stands.
  Position namePosition();

  /// Where the value stands.
  Position position();

  /// A value written in the graph; `$$` has become `$` already.
  record Literal(Value value, Position namePosition, Position position) implements Argument {}

  /// A value made elsewhere.
  record Link(Reference reference, Position namePosition, Position position) implements Argument {}

  /// Something that was reported when the document was read. It keeps its place so that its port is
  /// not called missing as well; a document without problems has none.
  record Unreadable(Position namePosition, Position position) implements Argument {}
}
