package org.cinegraph.graph.document;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import org.cinegraph.graph.check.GraphLimits;
import org.cinegraph.graph.check.Problem;
import org.cinegraph.graph.value.Value;

/// Makes the typed document from the tree.
final class ReadGraph {
  private static final List<String> KEYS =
      List.of("graph", "text", "inputs", "imports", "nodes", "outputs");

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
    root.allow(KEYS);
    Optional<Tree> nameTree = root.require("graph");
    String name =
        nameTree
            .flatMap(tree -> root.text("graph", tree))
            .filter(text -> root.nameIsRight("a graph", text, nameTree.get().position()))
            .orElse("");
    Optional<String> text = root.find("text").flatMap(tree -> root.text("text", tree));
    SequencedMap<String, GraphInput> inputs = new LinkedHashMap<>();
    SequencedMap<String, GraphImport> imports = new LinkedHashMap<>();
    root.find("inputs").ifPresent(tree -> inputs(tree, inputs));
    root.find("imports").ifPresent(tree -> imports(tree, imports));
    GraphBody body = new ReadBody("the graph", root, problems).read();
    Position position = nameTree.map(Tree::position).orElse(root.mapping().position());
    return new GraphDocument(name, text, inputs, imports, body, position, unreadable);
  }

  private void inputs(Tree tree, SequencedMap<String, GraphInput> inputs) {
    MappingReader.of("inputs", tree, problems)
        .ifPresent(reader -> {
          reader.atMost(GraphLimits.INPUTS, "inputs");
          reader
              .entries()
              .forEach((name, entry) -> {
                reader.nameIsRight("an input", name, entry.namePosition());
                new ReadInput(name, problems)
                    .read(entry)
                    .ifPresentOrElse(input -> inputs.put(name, input), () -> unreadable.add(name));
              });
        });
  }

  private void imports(Tree tree, SequencedMap<String, GraphImport> imports) {
    MappingReader.of("imports", tree, problems)
        .ifPresent(reader -> {
          reader.atMost(GraphLimits.IMPORTS, "imports");
          reader
              .entries()
              .forEach((name, entry) -> {
                reader.nameIsRight("an import", name, entry.namePosition());
                target(name, entry.value())
                    .ifPresentOrElse(
                        target ->
                            imports.put(
                                name, new GraphImport(name, target, entry.value().position())),
                        () -> unreadable.add(name));
              });
        });
  }

  /// A path ends in `.yaml`, `.yml` or `.json`; everything else is the name of a stored graph.
  private Optional<GraphImport.Target> target(String name, Tree tree) {
    if (!(tree instanceof Tree.Scalar(Value.Text(String written), Position position))) {
      MappingReader.wrongKind("import " + name, "a file or name@version", tree, problems);
      return Optional.empty();
    }
    if (written.matches(".*\\.(yaml|yml|json)")) {
      return Optional.of(new GraphImport.Target.File(written));
    }
    Optional<GraphImport.Target> stored = GraphImport.Target.findStored(written);
    if (stored.isEmpty()) {
      problems.add(
          Problem.at(position, "bad-import", "Import " + name + " names no graph")
              .butFound(
                  "a file such as ./shot.yaml, or name@version such as shot@3",
                  MappingReader.brief(written)));
    }
    return stored;
  }
}
