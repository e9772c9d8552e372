package org.cinegraph.server.api;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.UUID;
import org.cinegraph.db.graph.Graphs;
import org.cinegraph.graph.check.CheckGraph;
import org.cinegraph.graph.digest.CanonicalGraph;
import org.cinegraph.graph.document.GraphDocument;
import org.cinegraph.graph.document.ParsedGraph;
import org.cinegraph.proto.v1.CheckGraphRequest;
import org.cinegraph.proto.v1.CheckGraphResponse;
import org.cinegraph.proto.v1.GetGraphRequest;
import org.cinegraph.proto.v1.GetGraphResponse;
import org.cinegraph.proto.v1.GraphSource;
import org.cinegraph.proto.v1.GraphVersion;
import org.cinegraph.proto.v1.ListGraphsRequest;
import org.cinegraph.proto.v1.ListGraphsResponse;
import org.cinegraph.proto.v1.StoreGraphRequest;
import org.cinegraph.proto.v1.StoreGraphResponse;
import org.cinegraph.scheduler.wire.WriteWire;

/// Graphs: check, store, get, list.
final class GraphCalls {
  private final Graphs graphs;
  private final AwaitCatalog catalog;

  GraphCalls(Graphs graphs, AwaitCatalog catalog) {
    this.graphs = graphs;
    this.catalog = catalog;
  }

  CheckGraphResponse check(CheckGraphRequest request) {
    ParsedGraph checked = checked(request.getSource());
    CheckGraphResponse.Builder response =
        CheckGraphResponse.newBuilder().addAllProblems(WireProblems.of(checked.problems()));
    if (checked.isSound()) {
      GraphDocument document = checked.document().orElseThrow();
      response
          .setName(document.name())
          .setVersion(WriteWire.digest(CanonicalGraph.of(document).version()));
    }
    return response.build();
  }

  StoreGraphResponse store(UUID tenant, StoreGraphRequest request) {
    ParsedGraph checked = checked(request.getSource());
    StoreGraphResponse.Builder response =
        StoreGraphResponse.newBuilder().addAllProblems(WireProblems.of(checked.problems()));
    if (checked.isSound()) {
      byte[] source = request.getSource().getContent().toByteArray();
      response.setVersion(version(store(tenant, checked.document().orElseThrow(), source)));
    }
    return response.build();
  }

  GetGraphResponse get(UUID tenant, GetGraphRequest request) {
    Graphs.GraphVersion found =
        graphs
            .find(tenant, request.getName(), request.getNumber())
            .orElseThrow(() -> unknown(request));
    return GetGraphResponse.newBuilder()
        .setVersion(version(found))
        .setContent(ByteString.copyFrom(found.source()))
        .setCanonicalJson(found.canonical())
        .build();
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

  /// Stores a sound document as a version of its name.
  Graphs.GraphVersion store(UUID tenant, GraphDocument document, byte[] source) {
    CanonicalGraph canonical = CanonicalGraph.of(document);
    return graphs.store(tenant, document.name(), canonical.version(), source, canonical.json());
  }

  private ParsedGraph checked(GraphSource source) {
    return CheckGraph.checkSource(
        source.getContent().toByteArray(), source.getFileName(), catalog.catalog());
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
