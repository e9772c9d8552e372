package org.cinegraph.cli.client;

import com.google.protobuf.ByteString;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Iterator;
import java.util.function.Consumer;
import org.cinegraph.proto.v1.RunEvent;
import org.cinegraph.proto.v1.WatchRunRequest;
import org.cinegraph.proto.v1.WatchRunResponse;

/// The events of a run in their order, each once. A control plane that goes away is waited for: the
/// run does not depend on it, and the events go on after the last one that was seen.
public final class EventTail {
  /// Without an answer for longer, it is given up.
  public static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final ControlClient control;
  private final ByteString run;
  private final Duration patience;
  private final Consumer<String> complaints;
  private Duration waited = Duration.ZERO;
  private long next;

  /// @param patience how long a control plane that does not answer is waited for
  /// @param complaints hears once of each time that it is waited for
  public EventTail(
      ControlClient control, ByteString run, Duration patience, Consumer<String> complaints) {
    this.control = control;
    this.run = run;
    this.patience = patience;
    this.complaints = complaints;
  }

  /// Returns when the run has ended, or after the event with the number `last`.
  ///
  /// @param from number of the first event wanted
  public void read(long from, long last, Consumer<RunEvent> events) {
    next = from;
    Duration pause = FIRST_PAUSE;
    while (next <= last) {
      long before = next;
      try {
        readOnce(last, events);
        return;
      } catch (StatusRuntimeException broken) {
        pause = next > before ? FIRST_PAUSE : pause;
        waitFor(broken, pause);
        pause = longer(pause);
      }
    }
  }

  private void readOnce(long last, Consumer<RunEvent> events) {
    WatchRunRequest request = WatchRunRequest.newBuilder().setRunId(run).setFrom(next).build();
    Context.CancellableContext watching = Context.current().withCancellation();
    Context before = watching.attach();
    try {
      Iterator<WatchRunResponse> responses = control.blocking().watchRun(request);
      while (next <= last && responses.hasNext()) {
        WatchRunResponse response = responses.next();
        if (response.hasEvent()) {
          next = response.getEvent().getNumber() + 1;
          waited = Duration.ZERO;
          events.accept(response.getEvent());
        }
      }
    } finally {
      watching.detach(before);
      watching.cancel(null);
    }
  }

  /// @throws Refusal it is no use waiting, or was for too long
  private void waitFor(StatusRuntimeException broken, Duration pause) {
    Status.Code code = broken.getStatus().getCode();
    boolean passes = code == Status.Code.UNAVAILABLE || code == Status.Code.CANCELLED;
    if (!passes || waited.compareTo(patience) >= 0) {
      throw control.refusal(broken);
    }
    if (waited.isZero()) {
      complaints.accept(
          "The control plane at %s does not answer; waiting for it".formatted(control.address()));
    }
    waited = waited.plus(pause);
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw control.refusal(broken);
    }
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
  }
}
