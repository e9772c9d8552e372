package org.cinegraph.server.api;

import java.util.List;
import java.util.Optional;
import org.cinegraph.db.ApiKeys.Caller;
import org.cinegraph.db.artifact.Artifacts;
import org.cinegraph.db.run.NewRun;
import org.cinegraph.db.run.Runs;
import org.cinegraph.graph.check.GraphLimits;
import org.cinegraph.graph.check.Problem;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.document.LinkedGraph;
import org.cinegraph.graph.unroll.RunLists;
import org.cinegraph.graph.unroll.UnrollGraph;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.PortValueJson;
import org.cinegraph.proto.v1.SubmitRunRequest;
import org.cinegraph.proto.v1.SubmitRunResponse;

/// Submits runs: checks everything, stores, then starts.
final class SubmitCalls {
  private static final int LONGEST_KEY = 200;

  private final Runs runs;
  private final Artifacts artifacts;
  private final GraphCalls graphCalls;
  private final AwaitCatalog catalog;
  private final BeginRun begin;
  private final IdSource ids;

  SubmitCalls(
      Runs runs,
      Artifacts artifacts,
      GraphCalls graphCalls,
      AwaitCatalog catalog,
      BeginRun begin,
      IdSource ids) {
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
            graphCalls,
            catalog.catalog(),
            claimed -> artifacts.find(caller.tenant(), claimed.digest()));
    if (!read.problems().isEmpty()) {
      return refused(read.problems());
    }
    LinkedGraph graph = read.graph().orElseThrow();
    List<Problem> ofRun =
        UnrollGraph.unroll(
                graph, read.catalog(), read.inputs(), RunLists.NONE, read.settings().cut())
            .problems();
    if (!ofRun.isEmpty()) {
      return refused(ofRun);
    }
    Digest version =
        graphCalls.store(caller.tenant(), graph, read.source().getContent().toByteArray()).digest();
    Runs.Submitted submitted = runs.submit(newRun(caller, request, read, version));
    begin.begin(submitted.run());
    return SubmitRunResponse.newBuilder()
        .setRun(WireRun.summary(submitted.run()))
        .setRepeatedRequest(submitted.repeated())
        .build();
  }

  private static void check(SubmitRunRequest request) {
    checkKey(request.getIdempotencyKey());
    ReadSettings.check(request.getOptions());
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

  private NewRun newRun(Caller caller, SubmitRunRequest request, Submission read, Digest version) {
    int priority = request.getOptions().getPriority();
    FieldWriter digested =
        read.settings()
            .write(
                new FieldWriter()
                    .text("graph", version.hex())
                    .map("inputs", read.inputs(), PortValueJson::write)
                    .integer("priority", priority));
    return new NewRun(
        caller.tenant(),
        ids.next(),
        read.graph().orElseThrow().document().name(),
        version,
        request.getIdempotencyKey(),
        CanonicalJson.digest(digested.fields()),
        read.inputs(),
        priority,
        read.settings(),
        caller.principal(),
        Optional.empty());
  }

  private static SubmitRunResponse refused(List<Problem> problems) {
    return SubmitRunResponse.newBuilder().addAllProblems(WireProblems.of(problems)).build();
  }
}
