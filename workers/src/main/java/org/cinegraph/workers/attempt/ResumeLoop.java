package org.cinegraph.workers.attempt;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.cinegraph.nodes.sdk.StepLoop;
import org.cinegraph.proto.v1.CheckpointReference;
import org.cinegraph.proto.v1.Lease;
import org.cinegraph.workers.artifact.ArtifactTransfer.LeaseOverException;
import org.cinegraph.workers.artifact.ArtifactTransfer.StoreUnavailableException;
import org.cinegraph.workers.wire.WireValues;

/// Finds where a loop can go on: at the newest of the lease's checkpoints that can be read. One
/// that is torn, altered, lost or of another loop is passed over, and the one before it is tried.
///
/// Remembers whether what was restored is equal numerically only: another fingerprint wrote it, or
/// it was reached over such a one. That stays so for the rest of the attempt.
final class ResumeLoop {
  private final List<CheckpointReference> newestFirst;
  private final AttemptFiles files;
  private final AttemptLog log;
  private final Supplier<Fingerprint> fingerprint;
  private boolean numericallyEquivalent;

  ResumeLoop(Lease lease, AttemptFiles files, AttemptLog log, Supplier<Fingerprint> fingerprint) {
    this.newestFirst = new ArrayList<>();
    if (lease.hasCheckpoint()) {
      newestFirst.add(lease.getCheckpoint());
    }
    newestFirst.addAll(lease.getOlderCheckpointsList());
    this.files = files;
    this.log = log;
    this.fingerprint = fingerprint;
  }

  boolean numericallyEquivalent() {
    return numericallyEquivalent;
  }

  /// @param number of the loop in its executor, from 0
  /// @return empty: nothing can be used, start from the beginning
  <S> Optional<StepDriver.At<S>> resume(StepLoop<S> loop, int number)
      throws LeaseOverException, StoreUnavailableException, InterruptedException {
    for (CheckpointReference checkpoint : newestFirst) {
      int step = checkpoint.getNextStep();
      try {
        Path file = files.fetch(WireValues.reference(checkpoint.getState()));
        S state =
            CheckpointFile.read(
                file, new CheckpointFile.Position(number, step, loop.steps()), loop::restore);
        log.line("resumes before step " + step + " of " + loop.steps());
        takeOver(checkpoint);
        return Optional.of(new StepDriver.At<>(step, state));
      } catch (LeaseOverException | StoreUnavailableException e) {
        // A disk that is away for a while is no reason to begin again.
        throw e;
      } catch (IOException | RuntimeException e) {
        log.line("the checkpoint before step " + step + " cannot be used: " + e.getMessage());
      }
    }
    if (!newestFirst.isEmpty()) {
      log.line("starts from step 0: no checkpoint can be used");
    }
    return Optional.empty();
  }

  private void takeOver(CheckpointReference checkpoint) {
    ByteString own = WireValues.bytes(fingerprint.get().digest());
    if (checkpoint.getNumericallyEquivalent() || !checkpoint.getFingerprint().equals(own)) {
      numericallyEquivalent = true;
      log.line("the checkpoint is of another machine: results are equal numerically, not bitwise");
    }
  }
}
