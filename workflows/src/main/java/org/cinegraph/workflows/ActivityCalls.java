package org.cinegraph.workflows;

import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.ActivityStub;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/// How the interpreter calls activities. Retries are for the control plane's own errors (Postgres
/// away, process killed); the retries of a node's work are no business of Temporal's.
final class ActivityCalls {
  private static final RetryOptions UNTIL_IT_PASSES =
      RetryOptions.newBuilder()
          .setInitialInterval(Duration.ofMillis(500))
          .setMaximumInterval(Duration.ofSeconds(15))
          .build();

  /// A node may wait for a worker, and compute, as long as it takes.
  private static final Duration AS_LONG_AS_IT_TAKES = Duration.ofDays(3650);

  /// What a crash in the middle of one of these costs. They are idempotent: one that takes longer
  /// is finished by the attempt that was given up, and its result found by the next.
  private static final Duration OF_A_RUN = Duration.ofSeconds(20);

  private ActivityCalls() {}

  static RunActivities ofRun() {
    return Workflow.newActivityStub(
        RunActivities.class,
        ActivityOptions.newBuilder()
            .setStartToCloseTimeout(OF_A_RUN)
            .setRetryOptions(UNTIL_IT_PASSES)
            .build());
  }

  static ActivityStub ofNode(String name) {
    return Workflow.newUntypedActivityStub(
        ActivityOptions.newBuilder()
            .setStartToCloseTimeout(AS_LONG_AS_IT_TAKES)
            .setRetryOptions(UNTIL_IT_PASSES)
            .setSummary(name)
            .build());
  }
}
