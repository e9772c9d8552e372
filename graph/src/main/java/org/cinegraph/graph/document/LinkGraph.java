package org.cinegraph.graph.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import org.cinegraph.graph.check.GraphLimits;
import org.cinegraph.graph.check.Problem;
import org.cinegraph.graph.check.Problems;

/// Finds the graphs that a graph imports, and those that they import. Mistakes in an imported
/// document are reported at their place in it.
public final class LinkGraph {
  private final Sources sources;
  private final Map<String, Optional<LinkedGraph>> known = new LinkedHashMap<>();
  private final List<String> path = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  private LinkGraph(Sources sources) {
    this.sources = sources;
  }

  /// Where imported documents are read.
  ///
  /// @param file by its path from the folder of the first document, with `/` between names
  /// @param stored a version of a stored graph
  public record Sources(
      Function<String, Optional<byte[]>> file,
      Function<GraphImport.Target, Optional<byte[]>> stored) {
    /// Nothing can be imported.
    public static final Sources NONE = new Sources(_ -> Optional.empty(), _ -> Optional.empty());
  }

  /// @param problems of finding and reading imports, sorted by place
  public record Outcome(LinkedGraph graph, List<Problem> problems) {
    public Outcome {
      problems = List.copyOf(problems);
    }
  }

  public static Outcome link(GraphDocument document, Sources sources) {
    LinkGraph linking = new LinkGraph(sources);
    LinkedGraph graph = linking.linked(document, "");
    return new Outcome(graph, Problems.sorted(linking.problems, List.of()));
  }

  /// @param folder of the document, from that of the first; empty for the same
  private LinkedGraph linked(GraphDocument document, String folder) {
    path.add(document.name());
    SequencedMap<String, LinkedGraph> imports = new LinkedHashMap<>();
    document
        .imports()
        .forEach((name, wanted) ->
            imported(wanted, folder).ifPresent(graph -> imports.put(name, graph)));
    path.removeLast();
    return new LinkedGraph(document, imports);
  }

  private Optional<LinkedGraph> imported(GraphImport wanted, String folder) {
    return switch (wanted.target()) {
      case GraphImport.Target.File(String file) -> {
        Optional<String> found = ImportPath.resolve(folder, file);
        if (found.isEmpty()) {
          problems.add(
              Problem.at(
                      wanted.position(),
                      "import-outside",
                      "Import " + wanted.name() + " leaves the folder of the graph")
                  .butFound("a file beside or below it", file));
        }
        yield found.flatMap(
            at -> read(wanted, at, sources.file().apply(at), ImportPath.folder(at)));
      }
      case GraphImport.Target.Numbered _, GraphImport.Target.Pinned _ ->
          read(wanted, wanted.target().written(), sources.stored().apply(wanted.target()), "");
    };
  }

  /// @param name of the document, for messages
  private Optional<LinkedGraph> read(
      GraphImport wanted, String name, Optional<byte[]> content, String folder) {
    if (content.isEmpty()) {
      problems.add(
          Problem.at(
                  wanted.position(),
                  "import-missing",
                  "Import " + wanted.name() + " does not exist")
              .butFound(
                  wanted.target() instanceof GraphImport.Target.File
                      ? "a file beside or below the graph"
                      : "a stored graph with that version",
                  name)
              .hint("see ./cinegraph graphs list for what is stored"));
      return Optional.empty();
    }
    Optional<LinkedGraph> before = known.get(name);
    if (before != null) {
      return before;
    }
    ParsedGraph parsed = ParseGraph.parse(content.get(), name);
    problems.addAll(parsed.problems());
    Optional<LinkedGraph> graph =
        parsed.document().flatMap(document -> unlessEndless(wanted, document, folder));
    known.put(name, graph);
    return graph;
  }

  private Optional<LinkedGraph> unlessEndless(
      GraphImport wanted, GraphDocument document, String folder) {
    if (path.contains(document.name())) {
      List<String> cycle = path.subList(path.indexOf(document.name()), path.size());
      problems.add(
          Problem.at(
                  wanted.position(),
                  "import-cycle",
                  "The graphs import each other: "
                      + String.join(" → ", cycle)
                      + " → "
                      + document.name())
              .hint("a graph cannot contain itself: take one of these imports out"));
      return Optional.empty();
    }
    if (path.size() > GraphLimits.NESTING) {
      problems.add(
          Problem.at(wanted.position(), "too-deep", "Imports are nested too deeply")
              .butFound("at most " + GraphLimits.NESTING, String.join(" → ", path)));
      return Optional.empty();
    }
    return Optional.of(linked(document, folder));
  }
}
