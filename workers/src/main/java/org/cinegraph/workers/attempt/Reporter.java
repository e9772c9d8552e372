package org.cinegraph.workers.attempt;

import java.util.function.Supplier;
import org.cinegraph.workers.stream.HeldLease;
import org.cinegraph.workers.stream.MonotonicClock;
import org.jspecify.annotations.Nullable;

/// Tells how far an attempt is, at most ten times a second. A change of phase, the first and the
/// last step of a loop are always told, since nothing may follow for long: the control plane takes
/// a loop that is silent for hanging, and a phase other than `run` for slow. Within a step that
/// takes long its parts are told, every few seconds.
final class Reporter {
  private static final long LEAST_GAP_NANOS = 100_000_000;
  private static final long LEAST_GAP_WITHIN_STEP_NANOS = 5_000_000_000L;
  private static final int MOST_PICTURE_BYTES = 1 << 20;

  private final HeldLease lease;
  private final MonotonicClock clock;
  private long progressAt;
  private long previewAt;
  private @Nullable Phase told;
  private int step;
  private int parts;
  private int steps;

  Reporter(HeldLease lease, MonotonicClock clock) {
    this.lease = lease;
    this.clock = clock;
    this.progressAt = clock.nanos() - LEAST_GAP_NANOS;
    this.previewAt = progressAt;
  }

  void step(int done, int of) {
    boolean first = of != steps;
    step = done;
    parts = 0;
    steps = of;
    tell(Phase.RUN, first || done == of);
  }

  /// A part of a step is done: the attempt lives, however long the whole step takes.
  void part() {
    parts++;
    if (told == Phase.RUN
        && step < steps
        && clock.nanos() - progressAt >= LEAST_GAP_WITHIN_STEP_NANOS) {
      tell(Phase.RUN, true);
    }
  }

  void phase(Phase phase) {
    if (phase != told) {
      tell(phase, true);
    }
  }

  private void tell(Phase phase, boolean always) {
    long now = clock.nanos();
    if (always || phase != told || now - progressAt >= LEAST_GAP_NANOS) {
      progressAt = now;
      told = phase;
      lease.progress(step, parts, steps, phase.word());
    }
  }

  /// @param picture made only where it is sent
  void preview(Supplier<byte[]> picture, String mediaType) {
    long now = clock.nanos();
    if (now - previewAt < LEAST_GAP_NANOS) {
      return;
    }
    previewAt = now;
    byte[] made = picture.get();
    if (made.length <= MOST_PICTURE_BYTES) {
      lease.preview(made, mediaType);
    }
  }
}
