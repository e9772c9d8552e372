package org.cinegraph.graph.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.cinegraph.graph.check.GraphLimits;
import org.cinegraph.graph.check.Problem;
import org.cinegraph.graph.value.Value;

/// Reads literals. A text that begins with `$$` means one that begins with `$`; a text that begins
/// with a single `$` is a reference and has no place inside a literal.
///
/// @param what for messages: `default of input seed`
record ReadValue(String what, List<Problem> problems) {

  /// Empty if something in it was reported.
  Optional<Value> literal(Tree tree) {
    return switch (tree) {
      case Tree.Scalar(Value.Text(String text), Position position) -> text(text, position);
      case Tree.Scalar(Value value, Position _) -> Optional.of(value);
      case Tree.Sequence(List<Tree> items, Position _, long _) -> items(items);
      case Tree.Mapping(SequencedMap<String, Tree.Entry> entries, Position _, long _) ->
          fields(entries);
      case Tree.Unreadable _ -> Optional.empty();
    };
  }

  private Optional<Value> text(String text, Position position) {
    if (text.length() > GraphLimits.TEXT_LENGTH) {
      problems.add(MappingReader.tooLong(position, what, text.length()));
      return Optional.empty();
    }
    if (!text.startsWith("$")) {
      return Optional.of(new Value.Text(text));
    }
    if (text.startsWith("$$")) {
      return Optional.of(new Value.Text(text.substring(1)));
    }
    problems.add(
        Problem.at(position, "bad-reference", "A reference cannot stand in " + what)
            .butFound("a literal", MappingReader.brief(text))
            .hint("write $$ for a text that begins with a dollar"));
    return Optional.empty();
  }

  private Optional<Value> items(List<Tree> trees) {
    List<Value> items = new ArrayList<>();
    trees.forEach(tree -> literal(tree).ifPresent(items::add));
    return items.size() == trees.size() ? Optional.of(new Value.Items(items)) : Optional.empty();
  }

  private Optional<Value> fields(SequencedMap<String, Tree.Entry> entries) {
    SequencedMap<String, Value> fields = new LinkedHashMap<>();
    entries.forEach(
        (key, entry) -> literal(entry.value()).ifPresent(value -> fields.put(key, value)));
    return fields.size() == entries.size()
        ? Optional.of(new Value.Fields(fields))
        : Optional.empty();
  }
}
