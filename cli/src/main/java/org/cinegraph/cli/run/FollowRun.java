package org.cinegraph.cli.run;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.progress.AskingText;
import org.cinegraph.cli.progress.ProgressView;
import org.cinegraph.cli.progress.RunLines;
import org.cinegraph.cli.progress.RunProgress;
import org.cinegraph.proto.v1.RunEvent;
import org.cinegraph.proto.v1.WatchRunRequest;
import org.cinegraph.proto.v1.WatchRunResponse;

/// Follows a run to its end and shows how it goes. A control plane that dies and comes back is
/// waited for: the run does not depend on it, and the events go on where they broke off.
final class FollowRun {
  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int TRIES = 240;

  private final ControlClient control;
  private final ByteString run;
  private final ProgressView view;
  private final PreviewFiles previews;
  private final LongSupplier nanoTime;
  private final RunProgress progress = new RunProgress();
  private long shownAt;
  private int failures;

  FollowRun(
      ControlClient control,
      ByteString run,
      ProgressView view,
      PreviewFiles previews,
      LongSupplier nanoTime) {
    this.control = control;
    this.run = run;
    this.view = view;
    this.previews = previews;
    this.nanoTime = nanoTime;
    this.shownAt = nanoTime.getAsLong() - TICK.toNanos();
  }

  /// @param from number of the first event wanted
  /// @param tick called several times a second, from this thread
  RunProgress toTheEnd(long from, Runnable tick) throws InterruptedException {
    long next = from;
    while (!watch(next, tick)) {
      tick.run();
      next = Math.max(next, progress.lastEvent() + 1);
      Thread.sleep(PAUSE);
    }
    view.show(progress.nodes(nanoTime.getAsLong()));
    return progress;
  }

  /// @return whether the run has ended; false when the watch broke and should be tried again
  private boolean watch(long from, Runnable tick) throws InterruptedException {
    WatchRunRequest request =
        WatchRunRequest.newBuilder()
            .setRunId(run)
            .setFrom(from)
            .setBatches(true)
            .setGroups(true)
            .setPreviews(previews.wanted())
            .build();
    try (WatchStream stream = new WatchStream()) {
      control.streaming().watchRun(request, stream);
      while (true) {
        Optional<WatchStream.Message> message = stream.take(TICK);
        if (message.isPresent()) {
          switch (message.get()) {
            case WatchStream.Message.Answer(WatchRunResponse response, boolean _) ->
                answer(response);
            case WatchStream.Message.Complete() -> {
              return true;
            }
            case WatchStream.Message.Broken(StatusRuntimeException failure) -> {
              broken(failure);
              return false;
            }
          }
        }
        tick.run();
        showIfDue();
      }
    }
  }

  /// A busy run has more events than a terminal can show.
  private void showIfDue() {
    long now = nanoTime.getAsLong();
    if (now - shownAt >= TICK.toNanos()) {
      shownAt = now;
      view.show(progress.nodes(now));
    }
  }

  private void answer(WatchRunResponse response) {
    failures = 0;
    switch (response.getMessageCase()) {
      case EVENT -> event(response.getEvent());
      case PROGRESS ->
          progress.progress(response.getProgress(), nanoTime.getAsLong()).ifPresent(view::change);
      case GROUP -> progress.group(response.getGroup()).ifPresent(view::change);
      case PREVIEW -> previews.keep(response.getPreview());
      case MESSAGE_NOT_SET -> {}
    }
  }

  private void event(RunEvent event) {
    progress.event(event).ifPresent(view::change);
    if (event.getType().equals("node-asking")) {
      view.say(AskingText.asked(run, event));
    }
    if (event.getType().equals("run-planned")) {
      progress.planned(
          RunLines.read(control, run, RunLines.Wanted.FOLDED).entries().stream()
              .map(RunLines.Entry::line)
              .toList());
    }
  }

  private void broken(StatusRuntimeException failure) {
    boolean passes =
        failure.getStatus().getCode() == Status.Code.UNAVAILABLE
            || failure.getStatus().getCode() == Status.Code.CANCELLED;
    if (!passes || ++failures > TRIES) {
      throw control.refusal(failure);
    }
    if (failures == 1) {
      view.say(
          "The control plane at %s does not answer; waiting for it".formatted(control.address()));
    }
  }
}
