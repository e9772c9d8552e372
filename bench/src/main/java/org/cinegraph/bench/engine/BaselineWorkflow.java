package org.cinegraph.bench.engine;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import io.temporal.activity.ActivityOptions;
import io.temporal.workflow.Async;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;

/// What somebody writes who needs no engine: activities called from workflow code, with callbacks
/// and a window where they stand side by side. Nothing is stored but what Temporal stores.
final class BaselineWorkflow {
  static final String TASK_QUEUE = "baseline";

  private BaselineWorkflow() {}

  private static Activity activity() {
    return Workflow.newActivityStub(
        Activity.class,
        ActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofMinutes(5)).build());
  }

  /// Computes nothing.
  @ActivityInterface
  public interface Activity {
    @ActivityMethod(name = "no-op")
    String compute(String after);
  }

  /// Each activity gets the result of the one before it.
  @WorkflowInterface
  public interface Chain {
    @WorkflowMethod(name = "baseline-chain")
    String drive(int activities);
  }

  /// So many at once, the next one as soon as one has ended.
  @WorkflowInterface
  public interface Fan {
    @WorkflowMethod(name = "baseline-fan")
    void drive(int activities, int window);
  }

  /// An activity of the baseline.
  public static final class NoOp implements Activity {
    @Override
    public String compute(String after) {
      return "succeeded";
    }
  }

  /// The chain.
  public static final class DriveChain implements Chain {
    private final Activity activity = activity();

    @Override
    public String drive(int activities) {
      String value = "";
      for (int i = 0; i < activities; i++) {
        value = activity.compute(value);
      }
      return value;
    }
  }

  /// The fan, without a thread per activity.
  public static final class DriveFan implements Fan {
    private final Activity activity = activity();
    private final CompletablePromise<Boolean> drained = Workflow.newPromise();
    private int left;
    private int running;

    @Override
    public void drive(int activities, int window) {
      left = activities;
      for (int i = 0; i < window; i++) {
        startOne();
      }
      drained.get();
    }

    private void startOne() {
      if (left > 0) {
        left--;
        running++;
        Async.function(activity::compute, Integer.toString(left)).handle((_, _) -> ended());
      } else if (running == 0) {
        drained.complete(true);
      }
    }

    private boolean ended() {
      running--;
      startOne();
      return true;
    }
  }
}
