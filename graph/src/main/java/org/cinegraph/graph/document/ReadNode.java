package org.cinegraph.graph.document;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.cinegraph.graph.check.GraphLimits;
import org.cinegraph.graph.check.Problem;

/// Reads one node of the document.
final class ReadNode {
  private static final List<String> REMARKS = List.of("title", "notes");

  private final String name;
  private final List<Problem> problems;

  ReadNode(String name, List<Problem> problems) {
    this.name = name;
    this.problems = problems;
  }

  /// Empty where it cannot be told what the node is.
  Optional<GraphNode> read(Tree.Entry entry) {
    Optional<MappingReader> found = MappingReader.of("node " + name, entry.value(), problems);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    MappingReader reader = found.get();
    Optional<ReadForm> form = ReadForm.of(name, reader, entry.namePosition(), problems);
    if (form.isEmpty()) {
      return Optional.empty();
    }
    reader.allow(form.get().keys());
    Optional<NodeForm> read = form.get().read();
    SequencedMap<String, Argument> with = arguments(reader, "with");
    SequencedMap<String, Argument> fallbacks = arguments(reader, "default");
    Optional<Expression> when = reader.find("when").map(tree -> expression("when", tree));
    Optional<Loop> loop = new ReadLoop(name, reader, problems).read();
    Control control = new ReadControl(name, reader, problems).read();
    GraphNode.Remarks remarks = remarks(reader);
    return read.map(what ->
        new GraphNode(
            name, what, with, loop, when, fallbacks, control, remarks, entry.namePosition()));
  }

  private SequencedMap<String, Argument> arguments(MappingReader reader, String key) {
    SequencedMap<String, Argument> arguments = new LinkedHashMap<>();
    reader
        .find(key)
        .flatMap(tree -> MappingReader.of(key + " of node " + name, tree, problems))
        .ifPresent(given -> {
          given.atMost(GraphLimits.ARGUMENTS, "arguments of node " + name);
          given
              .entries()
              .forEach((argument, entry) ->
                  arguments.put(
                      argument,
                      new Argument(expression(argument, entry.value()), entry.namePosition())));
        });
    return arguments;
  }

  private Expression expression(String key, Tree tree) {
    return new ReadExpression(key + " of node " + name, problems).read(tree);
  }

  private static GraphNode.Remarks remarks(MappingReader reader) {
    List<Optional<String>> texts =
        REMARKS.stream()
            .map(key -> reader.find(key).flatMap(tree -> reader.text(key, tree)))
            .toList();
    return new GraphNode.Remarks(texts.get(0), texts.get(1));
  }
}
