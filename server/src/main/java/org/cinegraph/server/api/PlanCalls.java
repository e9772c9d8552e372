package org.cinegraph.server.api;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.cinegraph.db.artifact.Artifacts;
import org.cinegraph.db.run.AskMemo;
import org.cinegraph.db.work.MeasureAttempts;
import org.cinegraph.graph.check.Problem;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.estimate.Estimate;
import org.cinegraph.graph.estimate.EstimatePlan;
import org.cinegraph.graph.plan.NodeKind;
import org.cinegraph.graph.plan.Plan;
import org.cinegraph.graph.plan.PlanGraph;
import org.cinegraph.graph.plan.PlanOptions;
import org.cinegraph.graph.plan.PlannedNode;
import org.cinegraph.proto.v1.PlanRunRequest;
import org.cinegraph.proto.v1.PlanRunResponse;
import org.cinegraph.proto.v1.SubmitRunRequest;

/// Plans what a client asks about, and stores nothing of it.
final class PlanCalls {
  private final Artifacts artifacts;
  private final GraphCalls graphCalls;
  private final AwaitCatalog catalog;
  private final AskMemo memo;
  private final MeasureAttempts attempts;

  PlanCalls(
      Artifacts artifacts,
      GraphCalls graphCalls,
      AwaitCatalog catalog,
      AskMemo memo,
      MeasureAttempts attempts) {
    this.artifacts = artifacts;
    this.graphCalls = graphCalls;
    this.catalog = catalog;
    this.memo = memo;
    this.attempts = attempts;
  }

  PlanRunResponse plan(UUID tenant, PlanRunRequest request) {
    SubmitRunRequest submission = request.getSubmission();
    ReadSettings.check(submission.getOptions());
    // A file that is not in the store yet is as good as its digest: nothing was computed from it.
    RunInputs.Stored files =
        claimed -> artifacts.find(tenant, claimed.digest()).or(() -> Optional.of(claimed));
    Submission read = Submission.read(tenant, submission, graphCalls, catalog.catalog(), files);
    if (!read.problems().isEmpty()) {
      return refused(read.problems());
    }
    PlanGraph.Outcome outcome =
        PlanGraph.plan(
            read.graph().orElseThrow(),
            read.catalog(),
            read.inputs(),
            read.settings().of(PlanOptions.PLAIN));
    return outcome
        .plan()
        .map(plan -> answer(tenant, plan))
        .orElseGet(() -> refused(outcome.problems()));
  }

  private PlanRunResponse answer(UUID tenant, Plan plan) {
    SortedSet<String> types = new TreeSet<>();
    plan.nodes().stream()
        .filter(node -> node.kind() == NodeKind.COMPUTE)
        .map(PlannedNode::type)
        .forEach(types::add);
    SortedSet<Digest> remembered = memo.remembered(tenant, EstimatePlan.keys(plan));
    Estimate estimate = EstimatePlan.estimate(plan, remembered, attempts.of(tenant, types));
    return WireEstimate.of(plan, estimate);
  }

  private static PlanRunResponse refused(List<Problem> problems) {
    return PlanRunResponse.newBuilder().addAllProblems(WireProblems.of(problems)).build();
  }
}
