package org.cinegraph.workflows;

import io.temporal.client.WorkflowOptions;
import java.util.Optional;
import java.util.UUID;

/// Names under which the interpreter is known to Temporal.
public final class Interpreter {
  /// Grows with each change that replays of older histories would not survive. Open runs then go on
  /// under their next epoch.
  public static final int VERSION = 1;

  /// Where workflows and activities of this version are taken from.
  public static final String TASK_QUEUE = "cinegraph-" + VERSION;

  /// Nodes of a segment that are in flight at once.
  public static final int WINDOW = 200;

  /// Segments of a run that are driven at once, the earliest first.
  static final int SEGMENTS_AT_ONCE = 8;

  private Interpreter() {}

  /// The workflow id of one drive of a run.
  public static String workflowId(UUID run, int epoch) {
    return run + "/" + epoch;
  }

  static String workflowId(RunInput input, int segment) {
    return workflowId(input.run(), input.epoch()) + "/" + segment;
  }

  /// The run that a workflow drives or drove a part of; empty for a workflow that is not ours.
  public static Optional<UUID> runOf(String workflowId) {
    try {
      return Optional.of(UUID.fromString(workflowId.split("/", 2)[0]));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// For the start of a run's workflow: a second start of the same drive is refused.
  public static WorkflowOptions options(UUID run, int epoch) {
    return WorkflowOptions.newBuilder()
        .setTaskQueue(TASK_QUEUE)
        .setWorkflowId(workflowId(run, epoch))
        .setWorkflowIdReusePolicy(
            io.temporal.api.enums.v1.WorkflowIdReusePolicy
                .WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
        .build();
  }
}
