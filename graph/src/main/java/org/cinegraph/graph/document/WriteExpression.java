package org.cinegraph.graph.document;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.value.Value;

/// Writes values as graphs write them: the other half of {@link ReadExpression}.
final class WriteExpression {
  private WriteExpression() {}

  static Value write(Expression expression) {
    return switch (expression) {
      case Expression.Literal literal -> literal(literal.value());
      case Expression.Link link -> new Value.Text(link.reference().written());
      case Expression.Template template -> new Value.Text(TemplateText.written(template.parts()));
      case Expression.Items items ->
          new Value.Items(items.items().stream().map(WriteExpression::write).toList());
      case Expression.Fields(SequencedMap<String, Expression> fields, Position _) -> {
        SequencedMap<String, Value> written = new LinkedHashMap<>();
        fields.forEach((name, field) -> written.put(name, write(field)));
        yield new Value.Fields(written);
      }
      case Expression.Unreadable _ ->
          throw new IllegalArgumentException("A document with problems cannot be written");
    };
  }

  /// A literal with what would be read as a reference escaped.
  static Value literal(Value value) {
    return switch (value) {
      case Value.Text(String text) -> new Value.Text(TemplateText.escaped(text));
      case Value.Items(List<Value> items) ->
          new Value.Items(items.stream().map(WriteExpression::literal).toList());
      case Value.Fields(SequencedMap<String, Value> fields) -> {
        SequencedMap<String, Value> written = new LinkedHashMap<>();
        fields.forEach((key, field) -> written.put(key, literal(field)));
        yield new Value.Fields(written);
      }
      case Value.Nothing _, Value.Int _, Value.Float _, Value.Bool _ -> value;
    };
  }

  static Value range(Parameter.Range range) {
    return new Value.Items(List.of(new Value.Float(range.least()), new Value.Float(range.most())));
  }
}
