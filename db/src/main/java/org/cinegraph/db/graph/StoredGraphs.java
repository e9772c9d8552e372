package org.cinegraph.db.graph;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.cinegraph.db.Database;
import org.cinegraph.db.Sql;
import org.cinegraph.db.graph.Graphs.GraphVersion;
import org.cinegraph.graph.digest.CanonicalGraph;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.document.GraphDocument;
import org.cinegraph.graph.document.GraphImport;
import org.cinegraph.graph.document.LinkGraph;
import org.cinegraph.graph.document.LinkedGraph;
import org.cinegraph.graph.document.ParseGraph;

/// Stored graphs with all that they import. A version pins the versions of its imports, so the
/// whole never changes.
public final class StoredGraphs {
  private final Database database;

  public StoredGraphs(Database database) {
    this.database = database;
  }

  /// @throws IllegalStateException there is no such version, or it is damaged
  public LinkedGraph read(UUID tenant, Digest version) {
    return database.transaction(sql -> read(sql, tenant, version));
  }

  /// As above, within a transaction.
  public static LinkedGraph read(Sql sql, UUID tenant, Digest version) throws SQLException {
    String canonical =
        Graphs.byDigest(sql, tenant, version)
            .orElseThrow(() -> new IllegalStateException("No graph version " + version.hex()))
            .canonical();
    GraphDocument document =
        ParseGraph.parse(canonical.getBytes(StandardCharsets.UTF_8), version.brief())
            .document()
            .orElseThrow(() -> new IllegalStateException("A stored graph does not parse"));
    Map<String, byte[]> imported = imported(sql, tenant, document);
    LinkGraph.Outcome linked =
        LinkGraph.link(
            document,
            new LinkGraph.Sources(
                _ -> Optional.empty(),
                target -> Optional.ofNullable(imported.get(target.written()))));
    if (!linked.problems().isEmpty()) {
      throw new IllegalStateException(
          "A stored graph does not link: " + linked.problems().getFirst().sentence());
    }
    return linked.graph();
  }

  /// The canonical form of what an import names.
  public Optional<byte[]> content(UUID tenant, GraphImport.Target target) {
    return database.transaction(sql -> content(sql, tenant, target));
  }

  private static Optional<byte[]> content(Sql sql, UUID tenant, GraphImport.Target target)
      throws SQLException {
    Optional<GraphVersion> found =
        switch (target) {
          case GraphImport.Target.File _ -> Optional.empty();
          case GraphImport.Target.Numbered(String graph, int number) ->
              Graphs.find(sql, tenant, graph, number);
          case GraphImport.Target.Pinned(String _, Digest version) ->
              Graphs.byDigest(sql, tenant, version);
        };
    return found.map(version -> version.canonical().getBytes(StandardCharsets.UTF_8));
  }

  /// What a document imports, and what that imports, by how it is written.
  private static Map<String, byte[]> imported(Sql sql, UUID tenant, GraphDocument document)
      throws SQLException {
    Map<String, byte[]> contents = new LinkedHashMap<>();
    Deque<GraphDocument> open = new ArrayDeque<>(List.of(document));
    while (!open.isEmpty()) {
      for (GraphImport wanted : open.remove().imports().values()) {
        String written = wanted.target().written();
        if (!contents.containsKey(written)) {
          Optional<byte[]> content = content(sql, tenant, wanted.target());
          content.ifPresent(found -> {
            contents.put(written, found);
            ParseGraph.parse(found, written).document().ifPresent(open::add);
          });
        }
      }
    }
    return contents;
  }

  /// Stores a graph, and first those that it imports.
  ///
  /// @param source the document as its author wrote it
  public GraphVersion store(UUID tenant, LinkedGraph graph, byte[] source) {
    for (LinkedGraph each : graph.all()) {
      if (each != graph) {
        store(tenant, each, each.canonical());
      }
    }
    CanonicalGraph canonical = graph.canonical();
    return new Graphs(database)
        .store(tenant, graph.document().name(), canonical.version(), source, canonical.json());
  }

  private void store(UUID tenant, LinkedGraph graph, CanonicalGraph canonical) {
    byte[] written = canonical.json().getBytes(StandardCharsets.UTF_8);
    new Graphs(database)
        .store(tenant, graph.document().name(), canonical.version(), written, canonical.json());
  }
}
