package org.cinegraph.workflows;

import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Workflow;
import org.cinegraph.graph.plan.Topology;

/// The first version of the interpreter, of a segment: one activity for each node, started when the
/// producers in this segment have ended, at most [Interpreter#WINDOW] in flight.
///
/// It knows only the edges inside its segment: a node with inputs from another one is started like
/// any other, is taken in as blocked, and is freed by the database. Arrays and callbacks, no
/// coroutine per node, so that histories replay quickly.
public final class SegmentWorkflowV1 implements SegmentWorkflow {
  private final RunActivities activities = ActivityCalls.ofRun();
  private final CompletablePromise<Boolean> drained = Workflow.newPromise();

  @Override
  public void drive(SegmentInput input) {
    Workflow.newDetachedCancellationScope(() -> driveNodes(input)).run();
  }

  private void driveNodes(SegmentInput input) {
    Frontier frontier = new Frontier(Topology.unpack(activities.topology(input)));
    start(input, frontier);
    if (frontier.inFlight() > 0) {
      drained.get();
    }
    activities.finishSegment(input);
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
      drained.completeExceptionally(failure);
      return false;
    }
    frontier.end(index, NodeOutcome.read(outcome));
    start(input, frontier);
    if (frontier.inFlight() == 0) {
      drained.complete(true);
    }
    return true;
  }
}
