package org.cinegraph.graph.digest;

import java.util.SequencedMap;
import java.util.TreeMap;
import org.cinegraph.graph.document.GraphDocument;
import org.cinegraph.graph.document.GraphImport;
import org.cinegraph.graph.document.WriteGraph;

/// The one form of a graph that its version is the digest of. Comments, key order, YAML or JSON,
/// and spelled-out defaults of the language (`priority: 0`) do not show in it. It is itself a graph
/// document, and its own canonical form.
///
/// @param json the document as canonical JSON text
/// @param version the name of the graph version
public record CanonicalGraph(String json, Digest version) {

  /// @param document one without problems and without imports
  public static CanonicalGraph of(GraphDocument document) {
    return of(document, new TreeMap<>());
  }

  /// @param document one without problems
  /// @param imports what each import is
  public static CanonicalGraph of(
      GraphDocument document, SequencedMap<String, GraphImport.Target> imports) {
    String json = CanonicalJson.write(WriteGraph.write(document, imports));
    return new CanonicalGraph(json, Digest.of(json));
  }
}
