package org.cinegraph.graph.document;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.cinegraph.graph.value.Value;

/// A value as it is written in a graph: known there, made elsewhere, or put together from both.
public sealed interface Expression {
  Position position();

  /// A value written in the graph; `$$` has become `$` already.
  record Literal(Value value, Position position) implements Expression {}

  /// A value made elsewhere.
  record Link(Reference reference, Position position) implements Expression {}

  /// A text with scalars in it: `a ${color} ball`.
  record Template(List<Part> parts, Position position) implements Expression {
    public Template {
      parts = List.copyOf(parts);
    }
  }

  /// A list with at least one reference somewhere inside.
  record Items(List<Expression> items, Position position) implements Expression {
    public Items {
      items = List.copyOf(items);
    }
  }

  /// A mapping with at least one reference somewhere inside.
  record Fields(SequencedMap<String, Expression> fields, Position position) implements Expression {
    public Fields {
      fields = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(fields));
    }
  }

  /// Something that was reported when the document was read. It keeps its place so that its port is
  /// not called missing as well; a document without problems has none.
  record Unreadable(Position position) implements Expression {}

  /// A piece of a template.
  sealed interface Part {
    record Words(String text) implements Part {}

    record Slot(Reference reference) implements Part {}
  }

  /// Every reference in it, in the order in which they are written.
  default Stream<Reference> references() {
    return switch (this) {
      case Literal _, Unreadable _ -> Stream.empty();
      case Link(Reference reference, Position _) -> Stream.of(reference);
      case Template(List<Part> parts, Position _) ->
          parts.stream()
              .filter(Part.Slot.class::isInstance)
              .map(part -> ((Part.Slot) part).reference());
      case Items(List<Expression> items, Position _) ->
          items.stream().flatMap(Expression::references);
      case Fields(SequencedMap<String, Expression> fields, Position _) ->
          fields.values().stream().flatMap(Expression::references);
    };
  }
}
