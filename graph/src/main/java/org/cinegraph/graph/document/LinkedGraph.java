package org.cinegraph.graph.document;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.cinegraph.graph.digest.CanonicalGraph;

/// A graph with the graphs that it imports, each with its own.
///
/// @param imports by the name under which the document imports them; one that could not be found
///   was reported and is missing
public record LinkedGraph(GraphDocument document, SequencedMap<String, LinkedGraph> imports) {
  public LinkedGraph {
    requireNonNull(document, "document is null");
    imports = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(imports));
  }

  /// A graph without imports.
  public static LinkedGraph of(GraphDocument document) {
    return new LinkedGraph(document, Collections.emptyNavigableMap());
  }

  public Optional<LinkedGraph> imported(String name) {
    return Optional.ofNullable(imports.get(name));
  }

  /// The one form of the graph, in which imports stand by their versions.
  public CanonicalGraph canonical() {
    return canonical(new IdentityHashMap<>());
  }

  /// @param known of graphs that are imported by several: each is written once
  private CanonicalGraph canonical(Map<LinkedGraph, CanonicalGraph> known) {
    CanonicalGraph before = known.get(this);
    if (before != null) {
      return before;
    }
    SequencedMap<String, GraphImport.Target> pinned = new LinkedHashMap<>();
    imports.forEach((name, graph) ->
        pinned.put(
            name,
            new GraphImport.Target.Pinned(
                graph.document().name(), graph.canonical(known).version())));
    CanonicalGraph canonical = CanonicalGraph.of(document, pinned);
    known.put(this, canonical);
    return canonical;
  }

  /// It and all that it imports, each once, those that others import first.
  public List<LinkedGraph> all() {
    List<LinkedGraph> all = new ArrayList<>();
    collect(new IdentityHashMap<>(), all);
    return all;
  }

  private void collect(Map<LinkedGraph, Boolean> seen, List<LinkedGraph> all) {
    if (seen.put(this, true) == null) {
      imports.values().forEach(graph -> graph.collect(seen, all));
      all.add(this);
    }
  }
}
