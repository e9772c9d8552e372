package org.cinegraph.graph.document;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import org.cinegraph.graph.check.GraphLimits;
import org.cinegraph.graph.check.Problem;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.type.PortTypes;
import org.cinegraph.graph.value.Value;

/// Makes the typed document from the tree.
final class ReadGraph {
  private static final List<String> GRAPH_KEYS = List.of("graph", "inputs", "nodes", "outputs");
  private static final List<String> INPUT_KEYS = List.of("type", "default", "text");

  private final List<Problem> problems;
  private final SequencedSet<String> unreadable = new LinkedHashSet<>();

  ReadGraph(List<Problem> problems) {
    this.problems = problems;
  }

  /// Empty where the root is no mapping.
  Optional<GraphDocument> read(Tree root) {
    if (root instanceof Tree.Scalar(Value.Nothing _, Position position)) {
      problems.add(ParseGraph.empty(position.file()));
      return Optional.empty();
    }
    return MappingReader.of("the document", root, problems).map(this::graph);
  }

  private GraphDocument graph(MappingReader root) {
    root.allow(GRAPH_KEYS);
    Optional<Tree> nameTree = root.require("graph");
    String name =
        nameTree
            .flatMap(tree -> root.text("graph", tree))
            .filter(text -> root.nameIsRight("a graph", text, nameTree.get().position()))
            .orElse("");
    SequencedMap<String, GraphInput> inputs = new LinkedHashMap<>();
    SequencedMap<String, GraphNode> nodes = new LinkedHashMap<>();
    SequencedMap<String, GraphOutput> outputs = new LinkedHashMap<>();
    root.find("inputs").ifPresent(tree -> inputs(tree, inputs));
    root.require("nodes").ifPresent(tree -> nodes(tree, nodes));
    root.find("outputs").ifPresent(tree -> outputs(tree, outputs));
    Position position = nameTree.map(Tree::position).orElse(root.mapping().position());
    return new GraphDocument(name, inputs, nodes, outputs, position, unreadable);
  }

  private void inputs(Tree tree, SequencedMap<String, GraphInput> inputs) {
    MappingReader.of("inputs", tree, problems)
        .ifPresent(reader -> {
          reader.atMost(GraphLimits.INPUTS, "inputs");
          reader
              .entries()
              .forEach((name, entry) -> {
                reader.nameIsRight("an input", name, entry.namePosition());
                input(name, entry)
                    .ifPresentOrElse(
                        input -> inputs.put(name, input), () -> unreadable.add("/inputs/" + name));
              });
        });
  }

  private Optional<GraphInput> input(String name, Tree.Entry entry) {
    Optional<MappingReader> reader = MappingReader.of("input " + name, entry.value(), problems);
    if (reader.isEmpty()) {
      return Optional.empty();
    }
    reader.get().allow(INPUT_KEYS);
    Optional<PortType> type = reader.get().require("type").flatMap(tree -> type(name, tree));
    Optional<GraphInput.Fallback> fallback =
        reader.get().find("default").flatMap(tree -> fallback(name, tree));
    Optional<String> text =
        reader.get().find("text").flatMap(tree -> reader.get().text("text", tree));
    return type.map(found -> new GraphInput(name, found, fallback, text, entry.namePosition()));
  }

  private Optional<PortType> type(String input, Tree tree) {
    if (!(tree instanceof Tree.Scalar(Value.Text(String written), Position position))) {
      MappingReader.wrongKind("type of input " + input, "a port type", tree, problems);
      return Optional.empty();
    }
    Optional<PortType> type = PortTypes.find(written);
    if (type.isEmpty()) {
      problems.add(
          Problem.at(position, "bad-type", "Input " + input + " has an unknown type")
              .butFound("one of " + String.join(", ", PortTypes.names()), written));
    }
    return type;
  }

  private Optional<GraphInput.Fallback> fallback(String input, Tree tree) {
    return new ReadValue("default of input " + input, problems)
        .literal(tree)
        .map(value -> new GraphInput.Fallback(value, tree.position()));
  }

  private void nodes(Tree tree, SequencedMap<String, GraphNode> nodes) {
    MappingReader.of("nodes", tree, problems)
        .ifPresent(reader -> {
          reader.atMost(GraphLimits.NODES, "nodes");
          if (reader.entries().isEmpty()) {
            problems.add(Problem.at(tree.position(), "missing-key", "The graph has no nodes"));
          }
          reader
              .entries()
              .forEach((name, entry) -> {
                reader.nameIsRight("a node", name, entry.namePosition());
                new ReadNode(name, problems)
                    .read(entry)
                    .ifPresentOrElse(
                        node -> nodes.put(name, node), () -> unreadable.add("/nodes/" + name));
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
                output(name, entry.value()).ifPresent(output -> outputs.put(name, output));
              });
        });
  }

  private Optional<GraphOutput> output(String name, Tree tree) {
    if (tree instanceof Tree.Unreadable) {
      return Optional.empty();
    }
    if (tree instanceof Tree.Scalar(Value.Text(String written), Position position)) {
      Optional<Reference> reference = Reference.find(written);
      if (reference.isPresent()) {
        return Optional.of(new GraphOutput(name, reference.get(), position));
      }
    }
    problems.add(
        Problem.at(tree.position(), "bad-reference", "Output " + name + " must be a reference")
            .butFound("$node.port", tree.kind())
            .hint("write the port of a node, such as $movie.movie"));
    return Optional.empty();
  }
}
