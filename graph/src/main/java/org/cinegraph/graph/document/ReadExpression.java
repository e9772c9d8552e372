package org.cinegraph.graph.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.cinegraph.graph.check.GraphLimits;
import org.cinegraph.graph.check.Problem;
import org.cinegraph.graph.document.Expression.Part;
import org.cinegraph.graph.value.Value;

/// Reads values: literals, references and what is put together from both.
///
/// @param what for messages: `prompt of node text`
record ReadExpression(String what, List<Problem> problems) {

  /// A value without references. Empty if something in it was reported.
  Optional<Value> literal(Tree tree) {
    return switch (read(tree)) {
      case Expression.Literal(Value value, Position _) -> Optional.of(value);
      case Expression.Unreadable _ -> Optional.empty();
      case Expression.Link _, Expression.Template _, Expression.Items _, Expression.Fields _ -> {
        problems.add(
            Problem.at(tree.position(), "bad-reference", "A reference cannot stand in " + what)
                .butFound("a literal", spoken(tree))
                .hint("write $$ for a text that begins with a dollar, and $${ for ${"));
        yield Optional.empty();
      }
    };
  }

  Expression read(Tree tree) {
    return switch (tree) {
      case Tree.Scalar(Value.Text(String text), Position position) -> text(text, position);
      case Tree.Scalar(Value value, Position position) -> new Expression.Literal(value, position);
      case Tree.Sequence(List<Tree> items, Position position, long _) -> items(items, position);
      case Tree.Mapping(SequencedMap<String, Tree.Entry> entries, Position position, long _) ->
          fields(entries, position);
      case Tree.Unreadable(Position position) -> new Expression.Unreadable(position);
    };
  }

  private Expression text(String text, Position position) {
    if (text.length() > GraphLimits.TEXT_LENGTH) {
      problems.add(MappingReader.tooLong(position, what, text.length()));
      return new Expression.Unreadable(position);
    }
    if (TemplateText.isReference(text)) {
      return Reference.find(text)
          .<Expression>map(reference -> new Expression.Link(reference, position))
          .orElseGet(() -> bad(text, position, "$input, $node.port, $list[0] or $item.field"));
    }
    return TemplateText.read(text)
        .map(parts -> parts(parts, position))
        .orElseGet(
            () -> bad(text, position, "${input}, ${node.port}, ${list[0]} or ${item.field}"));
  }

  private static Expression parts(List<Part> parts, Position position) {
    if (parts.isEmpty()) {
      return new Expression.Literal(new Value.Text(""), position);
    }
    return parts.size() == 1 && parts.getFirst() instanceof Part.Words(String words)
        ? new Expression.Literal(new Value.Text(words), position)
        : new Expression.Template(parts, position);
  }

  private Expression bad(String text, Position position, String right) {
    problems.add(
        Problem.at(position, "bad-reference", what + " is no reference")
            .butFound(right, MappingReader.brief(text))
            .hint("write $$ for a text that begins with a dollar, and $${ for ${"));
    return new Expression.Unreadable(position);
  }

  private Expression items(List<Tree> trees, Position position) {
    List<Expression> items = trees.stream().map(this::read).toList();
    if (items.stream().anyMatch(Expression.Unreadable.class::isInstance)) {
      return new Expression.Unreadable(position);
    }
    List<Value> values = values(items);
    return values.size() == items.size()
        ? new Expression.Literal(new Value.Items(values), position)
        : new Expression.Items(items, position);
  }

  private Expression fields(SequencedMap<String, Tree.Entry> entries, Position position) {
    SequencedMap<String, Expression> fields = new LinkedHashMap<>();
    entries.forEach((key, entry) -> fields.put(key, read(entry.value())));
    if (fields.values().stream().anyMatch(Expression.Unreadable.class::isInstance)) {
      return new Expression.Unreadable(position);
    }
    List<Value> values = values(List.copyOf(fields.values()));
    if (values.size() < fields.size()) {
      return new Expression.Fields(fields, position);
    }
    SequencedMap<String, Value> literal = new LinkedHashMap<>();
    fields.keySet().forEach(key -> literal.put(key, values.get(literal.size())));
    return new Expression.Literal(new Value.Fields(literal), position);
  }

  /// Those of the expressions that are literals.
  private static List<Value> values(List<Expression> expressions) {
    List<Value> values = new ArrayList<>();
    for (Expression expression : expressions) {
      if (expression instanceof Expression.Literal(Value value, Position _)) {
        values.add(value);
      }
    }
    return values;
  }

  private static String spoken(Tree tree) {
    return tree instanceof Tree.Scalar(Value.Text(String text), Position _)
        ? MappingReader.brief(text)
        : tree.kind() + " with a reference";
  }
}
