package org.cinegraph.workers.attempt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.StepLoop;
import org.cinegraph.proto.v1.CheckpointReference;
import org.cinegraph.workers.artifact.ArtifactTransfer.LeaseOverException;
import org.cinegraph.workers.stream.HeldLease;
import org.cinegraph.workers.stream.HeldLease.Standing;
import org.cinegraph.workers.stream.MonotonicClock;
import org.cinegraph.workers.wire.WireValues;

/// Drives the loops of an executor: from the newest checkpoint that can be used, step by step, with
/// a checkpoint at the longer of one step and two seconds and at every stop.
///
/// An attempt after a failed or lost one saves after its first step already: where workers are
/// struck down every few seconds, a work gets on by a step at least, and is not taken for one that
/// kills them.
final class StepDriver {
  static final long INTERVAL_NANOS = 2_000_000_000;

  private final HeldLease lease;
  private final AttemptFiles files;
  private final Reporter reporter;
  private final AttemptLog log;
  private final MonotonicClock clock;
  private final Supplier<Fingerprint> fingerprint;
  private final AttemptFigures figures;
  private final ResumeLoop resume;
  private int loops;

  StepDriver(
      HeldLease lease,
      AttemptFiles files,
      Reporter reporter,
      AttemptLog log,
      MonotonicClock clock,
      Supplier<Fingerprint> fingerprint,
      AttemptFigures figures) {
    this.lease = lease;
    this.files = files;
    this.reporter = reporter;
    this.log = log;
    this.clock = clock;
    this.fingerprint = fingerprint;
    this.figures = figures;
    this.resume = new ResumeLoop(lease.lease(), files, log, fingerprint);
  }

  /// Whether the results differ in their last digits from those of an uninterrupted attempt.
  boolean numericallyEquivalent() {
    return resume.numericallyEquivalent();
  }

  /// A state and the step that it stands before.
  record At<S>(int step, S state) {}

  <S> S run(StepLoop<S> loop) throws NodeFailure, IOException, InterruptedException {
    int number = loops++;
    int steps = loop.steps();
    if (steps < 1) {
      throw new IllegalStateException("A loop has at least 1 step, found " + steps);
    }
    Optional<At<S>> resumed = resume.resume(loop, number);
    At<S> at = resumed.isPresent() ? resumed.get() : new At<>(0, loop.start());
    int saved = at.step();
    boolean inHaste = lease.lease().getAttempt() > 1;
    long savedAt = clock.nanos();
    reporter.step(at.step(), steps);
    while (at.step() < steps) {
      if (lease.standing() != Standing.HELD) {
        leave(loop, number, at, saved);
      }
      StepTrial.begins(lease.lease(), number, at.step());
      long began = clock.nanos();
      at = new At<>(at.step() + 1, loop.step(at.step(), at.state()));
      figures.stepped(lease.lease().getType(), clock.nanos() - began);
      reporter.step(at.step(), steps);
      boolean isDue = inHaste || clock.nanos() - savedAt >= INTERVAL_NANOS;
      if (at.step() < steps && isDue) {
        save(loop, number, at);
        inHaste = false;
        saved = at.step();
        savedAt = clock.nanos();
      }
    }
    return at.state();
  }

  /// Within a step: whoever asks has got a part further.
  void leaveIfOver() throws LeftException {
    reporter.part();
    switch (lease.standing()) {
      case OVER, TIMED_OUT -> throw new LeftException("left within a step");
      case HELD, STOPPING -> {}
    }
  }

  private <S> void leave(StepLoop<S> loop, int number, At<S> at, int saved)
      throws IOException, InterruptedException {
    if (lease.standing() == Standing.STOPPING && at.step() > saved) {
      save(loop, number, at);
    }
    throw new LeftException("left before step " + at.step() + " of " + loop.steps());
  }

  private <S> void save(StepLoop<S> loop, int number, At<S> at)
      throws IOException, InterruptedException {
    if (StepTrial.withoutCheckpoints()) {
      return;
    }
    long began = clock.nanos();
    Path file = files.newCheckpointFile();
    try {
      CheckpointFile.Position position =
          new CheckpointFile.Position(number, at.step(), loop.steps());
      CheckpointFile.write(file, position, out -> loop.save(at.state(), out));
      ArtifactReference state =
          files.storeOnly(file, CheckpointFile.MEDIA_TYPE, loop.artifacts(at.state()));
      figures.checkpointed(state.bytes(), clock.nanos() - began);
      lease.checkpoint(
          CheckpointReference.newBuilder()
              .setNextStep(at.step())
              .setSteps(loop.steps())
              .setState(WireValues.message(state))
              .setFingerprint(WireValues.bytes(fingerprint.get().digest()))
              .setNumericallyEquivalent(numericallyEquivalent())
              .build());
    } catch (LeaseOverException e) {
      throw e;
    } catch (IOException e) {
      // A render that cannot be saved goes on: the worst is to repeat more.
      figures.checkpointMissed();
      log.line("the checkpoint before step " + at.step() + " was not stored: " + e.getMessage());
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
