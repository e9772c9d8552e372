package org.cinegraph.activities;

import io.temporal.failure.ApplicationFailure;
import java.util.function.Predicate;
import org.cinegraph.db.Database;
import org.cinegraph.db.run.NodeRuns;
import org.cinegraph.db.run.Plans;
import org.cinegraph.db.run.RunGone;
import org.cinegraph.db.run.StopRun;
import org.cinegraph.graph.plan.Topology;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.workflows.PlanOutcome;
import org.cinegraph.workflows.RunActivities;
import org.cinegraph.workflows.RunInput;
import org.cinegraph.workflows.SegmentInput;

/// What the interpreter asks for, answered from Postgres.
final class RunActivitiesOnPostgres implements RunActivities {
  private final PlanRun planRun;
  private final NodeRuns nodes;
  private final StopRun stopRun;

  RunActivitiesOnPostgres(Database database, Plans plans, Predicate<ArtifactReference> whole) {
    this.planRun = new PlanRun(database, plans, whole);
    this.nodes = new NodeRuns(database, plans);
    this.stopRun = new StopRun(database, plans);
  }

  @Override
  public PlanOutcome plan(RunInput input) {
    return planRun.plan(input.tenant(), input.run());
  }

  @Override
  public byte[] topology(SegmentInput input) {
    try {
      return Topology.of(
              nodes.plan(input.tenant(), input.run()),
              input.segment(),
              nodes.withOutputs(input.tenant(), input.run()))
          .pack();
    } catch (RunGone gone) {
      throw NodeIntake.deleted(gone);
    }
  }

  @Override
  public void finishSegment(SegmentInput input) {
    if (nodes.openSegments(input.tenant(), input.run()).contains(input.segment())) {
      throw ApplicationFailure.newFailure(
          "Segment " + input.segment() + " has nodes that have not ended", "segment-open");
    }
  }

  @Override
  public void stopRun(RunInput input) {
    stopRun.stop(input.tenant(), input.run(), false, "temporal", "cancelled from outside");
  }
}
