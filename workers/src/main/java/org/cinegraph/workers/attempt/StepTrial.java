package org.cinegraph.workers.attempt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.cinegraph.proto.v1.Lease;
import org.cinegraph.workers.stream.WorkIds;

/// What `./cinegraph chaos` asks of a worker by system properties, none of which changes a result:
/// a pause before each step of a node type, so that a render takes long without computing
/// (`cinegraph.trial.pause-ms.TYPE`), a line for each step that begins (`cinegraph.trial.steps`, a
/// file), and no checkpoints at all (`cinegraph.trial.without-checkpoints`), by which it is shown
/// that the check of repeated steps can fail.
final class StepTrial {
  private static final String STEPS = System.getProperty("cinegraph.trial.steps", "");

  private StepTrial() {}

  static boolean withoutCheckpoints() {
    return Boolean.getBoolean("cinegraph.trial.without-checkpoints");
  }

  static void begins(Lease lease, int loop, int step) throws InterruptedException {
    if (!STEPS.isEmpty()) {
      write(lease, loop, step);
    }
    long pause = Long.getLong("cinegraph.trial.pause-ms." + lease.getType(), 0);
    if (pause > 0) {
      Thread.sleep(pause);
    }
  }

  /// One write to a file that is only appended to: lines of several threads do not mix, and a kill
  /// loses none that was written.
  private static void write(Lease lease, int loop, int step) {
    String line =
        "%d %s %d %s %d %d%n"
            .formatted(
                System.currentTimeMillis(),
                WorkIds.text(lease.getName().getWorkId()),
                lease.getName().getFence(),
                lease.getType(),
                loop,
                step);
    try {
      Files.write(
          Path.of(STEPS),
          line.getBytes(StandardCharsets.UTF_8),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(STEPS + " cannot be written", e);
    }
  }
}
