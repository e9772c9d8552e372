package org.cinegraph.server.api;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;
import org.cinegraph.db.graph.Graphs;
import org.cinegraph.db.graph.StoredGraphs;
import org.cinegraph.graph.check.Catalog;
import org.cinegraph.graph.check.CheckedGraph;
import org.cinegraph.graph.digest.CanonicalGraph;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.document.GraphImport;
import org.cinegraph.graph.document.LinkGraph;
import org.cinegraph.graph.document.LinkedGraph;
import org.cinegraph.proto.v1.CheckGraphRequest;
import org.cinegraph.proto.v1.CheckGraphResponse;
import org.cinegraph.proto.v1.GetGraphRequest;
import org.cinegraph.proto.v1.GetGraphResponse;
import org.cinegraph.proto.v1.GraphSource;
import org.cinegraph.proto.v1.GraphVersion;
import org.cinegraph.proto.v1.ImportedFile;
import org.cinegraph.proto.v1.ListGraphsRequest;
import org.cinegraph.proto.v1.ListGraphsResponse;
import org.cinegraph.proto.v1.StoreGraphRequest;
import org.cinegraph.proto.v1.StoreGraphResponse;
import org.cinegraph.scheduler.wire.ReadWire;
import org.cinegraph.scheduler.wire.WriteWire;

/// Graphs: check, store, get, list.
final class GraphCalls {
  private final Graphs graphs;
  private final StoredGraphs stored;
  private final AwaitCatalog catalog;

  GraphCalls(Graphs graphs, StoredGraphs stored, AwaitCatalog catalog) {
    this.graphs = graphs;
    this.stored = stored;
    this.catalog = catalog;
  }

  CheckGraphResponse check(UUID tenant, CheckGraphRequest request) {
    CheckedGraph checked = checked(tenant, request.getSource());
    CheckGraphResponse.Builder response =
        CheckGraphResponse.newBuilder().addAllProblems(WireProblems.of(checked.problems()));
    if (checked.isSound()) {
      LinkedGraph graph = checked.graph().orElseThrow();
      response
          .setName(graph.document().name())
          .setVersion(WriteWire.digest(graph.canonical().version()));
    }
    return response.build();
  }

  StoreGraphResponse store(UUID tenant, StoreGraphRequest request) {
    CheckedGraph checked = checked(tenant, request.getSource());
    StoreGraphResponse.Builder response =
        StoreGraphResponse.newBuilder().addAllProblems(WireProblems.of(checked.problems()));
    if (checked.isSound()) {
      byte[] source = request.getSource().getContent().toByteArray();
      response.setVersion(version(store(tenant, checked.graph().orElseThrow(), source)));
    }
    return response.build();
  }

  GetGraphResponse get(UUID tenant, GetGraphRequest request) {
    Graphs.GraphVersion found =
        request.getVersion().isEmpty()
            ? graphs
                .find(tenant, request.getName(), request.getNumber())
                .orElseThrow(() -> unknown(request))
            : find(tenant, ReadWire.digest("version", request.getVersion()));
    return GetGraphResponse.newBuilder()
        .setVersion(version(found))
        .setContent(ByteString.copyFrom(found.source()))
        .setCanonicalJson(found.canonical())
        .addAllImports(imports(stored.read(tenant, found.digest())))
        .build();
  }

  /// @throws RefusedCall there is none
  Graphs.GraphVersion find(UUID tenant, Digest version) {
    return graphs
        .find(tenant, version)
        .orElseThrow(() ->
            RefusedCall.notFound("graph-unknown", "There is no graph version " + version.brief()));
  }

  private static List<ImportedFile> imports(LinkedGraph graph) {
    List<ImportedFile> imports = new ArrayList<>();
    for (LinkedGraph each : graph.all()) {
      if (each != graph) {
        CanonicalGraph canonical = each.canonical();
        GraphImport.Target target =
            new GraphImport.Target.Pinned(each.document().name(), canonical.version());
        imports.add(
            ImportedFile.newBuilder()
                .setPath(target.written())
                .setContent(ByteString.copyFromUtf8(canonical.json()))
                .build());
      }
    }
    return imports;
  }

  ListGraphsResponse list(UUID tenant, ListGraphsRequest request) {
    int size = Pages.size(request.getPageSize());
    boolean ofOne = !request.getName().isEmpty();
    String token = request.getPageToken();
    List<Graphs.GraphVersion> found =
        ofOne
            ? graphs.versions(tenant, request.getName(), before(token), size)
            : graphs.newest(tenant, token, size);
    ListGraphsResponse.Builder response = ListGraphsResponse.newBuilder();
    found.forEach(version -> response.addVersions(version(version)));
    if (found.size() == size) {
      Graphs.GraphVersion last = found.getLast();
      response.setNextPageToken(ofOne ? String.valueOf(last.number()) : last.graph());
    }
    return response.build();
  }

  private static Optional<byte[]> pinned(
      GraphImport.Target target, SequencedMap<String, byte[]> files) {
    return target instanceof GraphImport.Target.Pinned(String _, Digest version)
        ? Optional.ofNullable(files.get(target.written()))
            .filter(content -> Digest.of(content).equals(version))
        : Optional.empty();
  }

  /// Stores a sound graph, with what it imports, as a version of its name.
  Graphs.GraphVersion store(UUID tenant, LinkedGraph graph, byte[] source) {
    return stored.store(tenant, graph, source);
  }

  private CheckedGraph checked(UUID tenant, GraphSource source) {
    return checked(tenant, source, catalog.catalog());
  }

  CheckedGraph checked(UUID tenant, GraphSource source, Catalog against) {
    SequencedMap<String, byte[]> files = new LinkedHashMap<>();
    source
        .getImportsList()
        .forEach(file -> files.put(file.getPath(), file.getContent().toByteArray()));
    return CheckedGraph.of(
        source.getContent().toByteArray(),
        source.getFileName().isEmpty() ? "graph" : source.getFileName(),
        new LinkGraph.Sources(
            path -> Optional.ofNullable(files.get(path)),
            target -> pinned(target, files).or(() -> stored.content(tenant, target))),
        against);
  }

  private static GraphVersion version(Graphs.GraphVersion version) {
    return GraphVersion.newBuilder()
        .setName(version.graph())
        .setDigest(WriteWire.digest(version.digest()))
        .setNumber(version.number())
        .setStoredAt(WireTime.of(version.storedAt()))
        .build();
  }

  private static int before(String token) {
    if (token.isEmpty()) {
      return Integer.MAX_VALUE;
    }
    if (!token.matches("\\d{1,9}")) {
      throw Pages.badToken(token);
    }
    return Integer.parseInt(token);
  }

  private static RefusedCall unknown(GetGraphRequest request) {
    String which =
        request.getNumber() == 0
            ? "graph " + request.getName()
            : "version %d of graph %s".formatted(request.getNumber(), request.getName());
    return RefusedCall.notFound("graph-unknown", "There is no " + which);
  }
}
