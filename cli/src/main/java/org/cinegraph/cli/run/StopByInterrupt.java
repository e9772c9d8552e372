package org.cinegraph.cli.run;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import java.util.function.IntSupplier;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.progress.ProgressView;
import org.cinegraph.proto.v1.KillRunRequest;
import org.cinegraph.proto.v1.StopRunRequest;

/// Makes of the first Ctrl-C an orderly stop of the run and of the second its end at once.
final class StopByInterrupt implements Runnable {
  private static final String WHY = "Ctrl-C";

  private final ControlClient control;
  private final ByteString run;
  private final IntSupplier interrupts;
  private final ProgressView view;
  private int said;
  private int handled;

  /// @param interrupts how many there have been so far
  StopByInterrupt(
      ControlClient control, ByteString run, IntSupplier interrupts, ProgressView view) {
    this.control = control;
    this.run = run;
    this.interrupts = interrupts;
    this.view = view;
  }

  @Override
  public void run() {
    int count = Math.min(interrupts.getAsInt(), 2);
    if (count > handled) {
      say(count);
      try {
        ask(count);
        handled = count;
      } catch (StatusRuntimeException e) {
        // The watch sees the same and waits; the next tick asks again.
      }
    }
  }

  private void say(int count) {
    if (count > said) {
      said = count;
      view.say(
          count == 1
              ? "Stopping the run at its next checkpoints (Ctrl-C again: at once) ..."
              : "Stopping the run at once ...");
    }
  }

  private void ask(int count) {
    if (count == 1) {
      control.blocking().stopRun(StopRunRequest.newBuilder().setRunId(run).setWhy(WHY).build());
    } else {
      control.blocking().killRun(KillRunRequest.newBuilder().setRunId(run).setWhy(WHY).build());
    }
  }
}
