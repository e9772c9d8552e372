package org.cinegraph.graph.document;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.SequencedSet;
import org.cinegraph.graph.check.GraphLimits;
import org.cinegraph.graph.check.Problem;

/// Reads nodes and outputs, of the graph or of a block.
///
/// @param owner for messages: `The graph`
record ReadBody(String owner, MappingReader reader, List<Problem> problems) {

  GraphBody read() {
    SequencedMap<String, GraphNode> nodes = new LinkedHashMap<>();
    SequencedMap<String, GraphOutput> outputs = new LinkedHashMap<>();
    SequencedSet<String> unreadable = new LinkedHashSet<>();
    reader.require("nodes").ifPresent(tree -> nodes(tree, nodes, unreadable));
    reader.find("outputs").ifPresent(tree -> outputs(tree, outputs));
    return new GraphBody(nodes, outputs, unreadable);
  }

  private void nodes(
      Tree tree, SequencedMap<String, GraphNode> nodes, SequencedSet<String> unreadable) {
    MappingReader.of("nodes", tree, problems)
        .ifPresent(reader -> {
          reader.atMost(GraphLimits.NODES, "nodes");
          if (reader.entries().isEmpty()) {
            problems.add(
                Problem.at(
                    tree.position(),
                    "missing-key",
                    MappingReader.capital(owner) + " has no nodes"));
          }
          reader
              .entries()
              .forEach((name, entry) -> {
                reader.nameIsRight("a node", name, entry.namePosition());
                new ReadNode(name, problems)
                    .read(entry)
                    .ifPresentOrElse(node -> nodes.put(name, node), () -> unreadable.add(name));
              });
        });
  }

  private void outputs(Tree tree, SequencedMap<String, GraphOutput> outputs) {
    MappingReader.of("outputs", tree, problems)
        .ifPresent(reader -> {
          reader.atMost(GraphLimits.OUTPUTS, "outputs");
          reader
              .entries()
              .forEach((name, entry) -> {
                reader.nameIsRight("an output", name, entry.namePosition());
                output(name, entry.value(), outputs);
              });
        });
  }

  private void output(String name, Tree tree, SequencedMap<String, GraphOutput> outputs) {
    Expression value = new ReadExpression("output " + name, problems).read(tree);
    switch (value) {
      case Expression.Link _, Expression.Template _, Expression.Items _, Expression.Fields _ ->
          outputs.put(name, new GraphOutput(name, value, tree.position()));
      case Expression.Literal _ ->
          problems.add(
              Problem.at(
                      tree.position(), "bad-reference", "Output " + name + " must be a reference")
                  .butFound("$node.port", tree.kind())
                  .hint("write the port of a node, such as $movie.movie"));
      case Expression.Unreadable _ -> {}
    }
  }
}
