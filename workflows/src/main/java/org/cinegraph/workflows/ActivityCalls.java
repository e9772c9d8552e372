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

  private ActivityCalls() {}

  static RunActivities ofRun() {
    return Workflow.newActivityStub(
        RunActivities.class,
        ActivityOptions.newBuilder()
            .setStartToCloseTimeout(Duration.ofMinutes(5))
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
