package org.cinegraph.activities;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.activity.DynamicActivity;
import io.temporal.common.converter.EncodedValues;
import io.temporal.failure.ApplicationFailure;
import java.util.Optional;
import org.cinegraph.db.CrashPoint;
import org.cinegraph.db.run.Address;
import org.cinegraph.db.run.NodeState;
import org.cinegraph.db.run.RunGone;
import org.cinegraph.db.run.TakeIn.Intake;
import org.cinegraph.workflows.NodeInput;
import org.cinegraph.workflows.NodeOutcome;
import org.jspecify.annotations.Nullable;

/// The activity of every node, whatever its type: stores where the node is to be told its end, and
/// returns without completing. From here the queue is Postgres's; [TellTemporal] completes the
/// activity, in this process or another.
final class NodeIntake implements DynamicActivity {
  private final GatherIntakes intakes;

  NodeIntake(GatherIntakes intakes) {
    this.intakes = intakes;
  }

  @Override
  public @Nullable Object execute(EncodedValues arguments) {
    NodeInput input = arguments.get(0, NodeInput.class);
    ActivityExecutionContext context = Activity.getExecutionContext();
    ActivityInfo info = context.getInfo();
    Address address = new Address(info.getWorkflowId(), info.getRunId(), info.getActivityId());
    Optional<NodeState> ended;
    try {
      ended =
          intakes.take(
              new Intake(input.tenant(), input.run(), input.epoch(), input.node(), address));
    } catch (RunGone gone) {
      throw deleted(gone);
    }
    if (ended.isPresent()) {
      return outcome(ended.get()).written();
    }
    CrashPoint.NODE_TAKEN_IN.reached();
    context.doNotCompleteOnReturn();
    return null;
  }

  /// A workflow whose run was deleted ends: there is nothing left to drive.
  static ApplicationFailure deleted(RunGone gone) {
    return ApplicationFailure.newNonRetryableFailure(
        String.valueOf(gone.getMessage()), "run-deleted");
  }

  static NodeOutcome outcome(NodeState ended) {
    return switch (ended) {
      case SUCCEEDED, HIT -> NodeOutcome.SUCCEEDED;
      case FAILED -> NodeOutcome.FAILED;
      case SKIPPED -> NodeOutcome.SKIPPED;
      case LEFT_OUT -> NodeOutcome.LEFT_OUT;
      case STOPPED -> NodeOutcome.STOPPED;
      case PLANNED, BLOCKED, WAITING ->
          throw new IllegalArgumentException("A node that is " + ended + " has not ended");
    };
  }
}
