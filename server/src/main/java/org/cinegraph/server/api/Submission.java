package org.cinegraph.server.api;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;
import org.cinegraph.db.graph.Graphs;
import org.cinegraph.db.run.RunSettings;
import org.cinegraph.graph.check.Catalog;
import org.cinegraph.graph.check.CheckedGraph;
import org.cinegraph.graph.check.Problem;
import org.cinegraph.graph.check.Problems;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.document.LinkedGraph;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.proto.v1.GraphSource;
import org.cinegraph.proto.v1.SubmitRunRequest;
import org.cinegraph.scheduler.wire.ReadWire;

/// What a client asks to be run, read and checked. Nothing of it is stored.
///
/// @param source the document as it was sent, or as it was stored
/// @param inputs every one that has a value
/// @param settings which part of the graph, and how
/// @param problems of graph and inputs; with any, the rest is not what the client meant
record Submission(
    GraphSource source,
    Optional<LinkedGraph> graph,
    Catalog catalog,
    SequencedMap<String, PortValue> inputs,
    RunSettings settings,
    List<Problem> problems) {
  Submission {
    requireNonNull(source, "source is null");
    requireNonNull(graph, "graph is null");
    requireNonNull(catalog, "catalog is null");
    problems = List.copyOf(problems);
  }

  /// @throws RefusedCall it names no graph, or one that there is not
  static Submission read(
      UUID tenant,
      SubmitRunRequest request,
      GraphCalls calls,
      Catalog catalog,
      RunInputs.Stored artifacts) {
    GraphSource source = source(tenant, request, calls);
    CheckedGraph checked = calls.checked(tenant, source, catalog);
    if (checked.graph().isEmpty()) {
      return new Submission(
          source,
          Optional.empty(),
          catalog,
          Collections.emptyNavigableMap(),
          RunSettings.ofSegments(0),
          checked.problems());
    }
    LinkedGraph graph = checked.graph().get();
    ReadSettings settings = ReadSettings.read(graph, request.getOptions());
    RunInputs inputs =
        RunInputs.read(graph.document(), catalog, request, settings.settings().cut(), artifacts);
    List<Problem> given = Problems.sorted(settings.problems(), inputs.problems());
    return new Submission(
        source,
        Optional.of(graph),
        catalog,
        inputs.complete(graph.document()),
        settings.settings(),
        Problems.sorted(checked.problems(), given));
  }

  private static GraphSource source(UUID tenant, SubmitRunRequest request, GraphCalls calls) {
    return switch (request.getGraphCase()) {
      case SOURCE -> request.getSource();
      case VERSION -> {
        Digest version = ReadWire.digest("version", request.getVersion());
        Graphs.GraphVersion found = calls.find(tenant, version);
        yield GraphSource.newBuilder()
            .setContent(ByteString.copyFromUtf8(found.canonical()))
            .build();
      }
      case GRAPH_NOT_SET ->
          throw RefusedCall.invalid("graph-missing", "A run needs a graph: source or version");
    };
  }
}
