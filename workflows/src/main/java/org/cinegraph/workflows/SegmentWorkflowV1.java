package org.cinegraph.workflows;

import io.temporal.workflow.Workflow;
import org.cinegraph.graph.plan.NodeKind;
import org.cinegraph.graph.plan.Topology;
import org.jspecify.annotations.Nullable;

/// The first version of the interpreter, of a segment: one activity for each node, started when the
/// producers in this segment have ended, at most [Interpreter#WINDOW] in flight.
///
/// It knows only the edges inside its segment: a node with inputs from another one is started like
/// any other, is taken in as blocked, and is freed by the database. Arrays and callbacks, no
/// coroutine per node, so that histories replay quickly.
public final class SegmentWorkflowV1 implements SegmentWorkflow {
  private static final String FAN_OUT = NodeKind.FAN_OUT.written();

  private final RunActivities activities = ActivityCalls.ofRun();
  private @Nullable RuntimeException failed;
  private boolean grown;

  @Override
  public void drive(SegmentInput input) {
    Workflow.newDetachedCancellationScope(() -> driveNodes(input)).run();
  }

  private void driveNodes(SegmentInput input) {
    Frontier frontier = new Frontier(Topology.unpack(activities.topology(input)));
    start(input, frontier);
    while (frontier.inFlight() > 0 || grown) {
      Workflow.await(() -> frontier.inFlight() == 0 || grown || failed != null);
      if (failed != null) {
        throw failed;
      }
      if (grown) {
        grown = false;
        tellRun(input);
      }
    }
    activities.finishSegment(input);
  }

  /// The run's workflow has new segments to start.
  private static void tellRun(SegmentInput input) {
    Workflow.newExternalWorkflowStub(
            RunWorkflow.class, Interpreter.workflowId(input.run(), input.epoch()))
        .grown();
  }

  private void start(SegmentInput input, Frontier frontier) {
    while (frontier.inFlight() < Interpreter.WINDOW && frontier.hasReady()) {
      int index = frontier.take();
      Topology.Node node = frontier.node(index);
      ActivityCalls.ofNode(node.name())
          .executeAsync(
              node.type(),
              String.class,
              new NodeInput(input.tenant(), input.run(), input.epoch(), frontier.id(index)))
          .handle((outcome, failure) -> ended(input, frontier, index, outcome, failure));
    }
  }

  private boolean ended(
      SegmentInput input, Frontier frontier, int index, String outcome, RuntimeException failure) {
    if (failure != null) {
      failed = failure;
      return false;
    }
    NodeOutcome ended = NodeOutcome.read(outcome);
    grown |= ended == NodeOutcome.SUCCEEDED && frontier.node(index).type().equals(FAN_OUT);
    frontier.end(index, ended);
    start(input, frontier);
    return true;
  }
}
