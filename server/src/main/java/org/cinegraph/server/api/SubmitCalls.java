package org.cinegraph.server.api;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;
import org.cinegraph.db.ApiKeys.Caller;
import org.cinegraph.db.artifact.Artifacts;
import org.cinegraph.db.graph.Graphs;
import org.cinegraph.db.run.NewRun;
import org.cinegraph.db.run.Runs;
import org.cinegraph.graph.check.Catalog;
import org.cinegraph.graph.check.CheckedGraph;
import org.cinegraph.graph.check.GraphLimits;
import org.cinegraph.graph.check.Problem;
import org.cinegraph.graph.check.Problems;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.document.GraphDocument;
import org.cinegraph.graph.document.LinkedGraph;
import org.cinegraph.graph.unroll.RunLists;
import org.cinegraph.graph.unroll.UnrollGraph;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.PortValueJson;
import org.cinegraph.proto.v1.GraphSource;
import org.cinegraph.proto.v1.RunOptions;
import org.cinegraph.proto.v1.SubmitRunRequest;
import org.cinegraph.proto.v1.SubmitRunResponse;
import org.cinegraph.scheduler.wire.ReadWire;

/// Submits runs: checks everything, stores, then starts.
final class SubmitCalls {
  private static final int LONGEST_KEY = 200;

  private final Graphs graphs;
  private final Runs runs;
  private final Artifacts artifacts;
  private final GraphCalls graphCalls;
  private final AwaitCatalog catalog;
  private final BeginRun begin;
  private final IdSource ids;

  SubmitCalls(
      Graphs graphs,
      Runs runs,
      Artifacts artifacts,
      GraphCalls graphCalls,
      AwaitCatalog catalog,
      BeginRun begin,
      IdSource ids) {
    this.graphs = graphs;
    this.runs = runs;
    this.artifacts = artifacts;
    this.graphCalls = graphCalls;
    this.catalog = catalog;
    this.begin = begin;
    this.ids = ids;
  }

  SubmitRunResponse submit(Caller caller, SubmitRunRequest request) {
    check(request);
    Catalog now = catalog.catalog();
    GraphSource source = source(caller.tenant(), request);
    CheckedGraph checked = graphCalls.checked(caller.tenant(), source);
    if (checked.graph().isEmpty()) {
      return refused(checked.problems());
    }
    LinkedGraph graph = checked.graph().get();
    GraphDocument document = graph.document();
    RunInputs inputs = RunInputs.read(caller.tenant(), document, now, request, artifacts);
    List<Problem> problems = Problems.sorted(checked.problems(), inputs.problems());
    if (!problems.isEmpty()) {
      return refused(problems);
    }
    List<Problem> ofRun =
        UnrollGraph.unroll(graph, now, inputs.complete(document), RunLists.NONE).problems();
    if (!ofRun.isEmpty()) {
      return refused(ofRun);
    }
    Digest version =
        graphCalls.store(caller.tenant(), graph, source.getContent().toByteArray()).digest();
    Runs.Submitted submitted =
        runs.submit(newRun(caller, request, document, version, inputs.complete(document)));
    begin.begin(submitted.run());
    return SubmitRunResponse.newBuilder()
        .setRun(WireRun.summary(submitted.run()))
        .setRepeatedRequest(submitted.repeated())
        .build();
  }

  private static void check(SubmitRunRequest request) {
    checkKey(request.getIdempotencyKey());
    RunOptions options = request.getOptions();
    checkPriority(options.getPriority());
    if (options.getSegmentSize() < 0) {
      throw RefusedCall.invalid(
          "segment-size",
          "segment_size must be at least 0, found %d".formatted(options.getSegmentSize()));
    }
  }

  static void checkKey(String key) {
    if (key.isBlank() || key.length() > LONGEST_KEY) {
      throw RefusedCall.invalid(
          "idempotency-key",
          "idempotency_key must have 1 to %d characters, found %d"
              .formatted(LONGEST_KEY, key.length()));
    }
  }

  static void checkPriority(int priority) {
    if (Math.abs((long) priority) > GraphLimits.PRIORITY) {
      throw RefusedCall.invalid(
          "priority",
          "priority must be -%d to %d, found %d"
              .formatted(GraphLimits.PRIORITY, GraphLimits.PRIORITY, priority));
    }
  }

  private GraphSource source(UUID tenant, SubmitRunRequest request) {
    return switch (request.getGraphCase()) {
      case SOURCE -> request.getSource();
      case VERSION -> {
        Digest version = ReadWire.digest("version", request.getVersion());
        Graphs.GraphVersion found =
            graphs
                .find(tenant, version)
                .orElseThrow(() ->
                    RefusedCall.notFound(
                        "graph-unknown", "There is no graph version " + version.brief()));
        yield GraphSource.newBuilder()
            .setContent(ByteString.copyFromUtf8(found.canonical()))
            .build();
      }
      case GRAPH_NOT_SET ->
          throw RefusedCall.invalid("graph-missing", "A run needs a graph: source or version");
    };
  }

  private NewRun newRun(
      Caller caller,
      SubmitRunRequest request,
      GraphDocument document,
      Digest version,
      SequencedMap<String, PortValue> inputs) {
    RunOptions options = request.getOptions();
    FieldWriter digested =
        new FieldWriter()
            .text("graph", version.hex())
            .map("inputs", inputs, PortValueJson::write)
            .integer("priority", options.getPriority())
            .integer("segmentSize", options.getSegmentSize());
    return new NewRun(
        caller.tenant(),
        ids.next(),
        document.name(),
        version,
        request.getIdempotencyKey(),
        CanonicalJson.digest(digested.fields()),
        inputs,
        options.getPriority(),
        options.getSegmentSize(),
        caller.principal(),
        Optional.empty());
  }

  private static SubmitRunResponse refused(List<Problem> problems) {
    return SubmitRunResponse.newBuilder().addAllProblems(WireProblems.of(problems)).build();
  }
}
