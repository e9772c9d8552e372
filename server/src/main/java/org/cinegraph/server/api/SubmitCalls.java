package org.cinegraph.server.api;

import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.cinegraph.db.ApiKeys.Caller;
import org.cinegraph.db.artifact.Artifacts;
import org.cinegraph.db.graph.Graphs;
import org.cinegraph.db.run.NewRun;
import org.cinegraph.db.run.Runs;
import org.cinegraph.graph.check.GraphLimits;
import org.cinegraph.graph.check.Problem;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.document.GraphDocument;
import org.cinegraph.graph.document.LinkedGraph;
import org.cinegraph.graph.unroll.RunLists;
import org.cinegraph.graph.unroll.UnrollGraph;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.PortValueJson;
import org.cinegraph.proto.v1.RunOptions;
import org.cinegraph.proto.v1.SubmitRunRequest;
import org.cinegraph.proto.v1.SubmitRunResponse;

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
    Submission read =
        Submission.read(
            caller.tenant(),
            request,
            graphs,
            graphCalls,
            catalog.catalog(),
            claimed -> artifacts.find(caller.tenant(), claimed.digest()));
    if (!read.problems().isEmpty()) {
      return refused(read.problems());
    }
    LinkedGraph graph = read.graph().orElseThrow();
    GraphDocument document = graph.document();
    List<Problem> ofRun =
        UnrollGraph.unroll(graph, read.catalog(), read.inputs(), RunLists.NONE).problems();
    if (!ofRun.isEmpty()) {
      return refused(ofRun);
    }
    Digest version =
        graphCalls.store(caller.tenant(), graph, read.source().getContent().toByteArray()).digest();
    Runs.Submitted submitted =
        runs.submit(newRun(caller, request, document, version, read.inputs()));
    begin.begin(submitted.run());
    return SubmitRunResponse.newBuilder()
        .setRun(WireRun.summary(submitted.run()))
        .setRepeatedRequest(submitted.repeated())
        .build();
  }

  private static void check(SubmitRunRequest request) {
    checkKey(request.getIdempotencyKey());
    checkOptions(request.getOptions());
  }

  static void checkOptions(RunOptions options) {
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
