package org.cinegraph.workers.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.cinegraph.proto.v1.ConnectRequest;
import org.cinegraph.proto.v1.ConnectResponse;
import org.cinegraph.proto.v1.FailureCategory;
import org.cinegraph.proto.v1.Lease;
import org.cinegraph.proto.v1.WorkFailed;
import org.cinegraph.workers.fake.BrokenNode;
import org.cinegraph.workers.fake.ManualClock;
import org.cinegraph.workers.fake.MixingNode;
import org.cinegraph.workers.fake.RunningWorker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A store or a worker without room: the attempt is not the node's failure.
@Timeout(60)
class BadDiskTest {
  private static final int STEPS = 6;

  @TempDir private Path folder;
  private final ManualClock clock = new ManualClock();

  @Test
  void aStoreThatHasRoomAgainWithinTheAttemptCostsNothing() throws Exception {
    AtomicInteger refused = new AtomicInteger();
    try (RunningWorker worker = new RunningWorker(folder, clock, new MixingNode())) {
      Lease lease = mix(worker);
      worker.control.diskIsFull(() -> {
        if (refused.incrementAndGet() == 2) {
          worker.control.diskHasRoom();
        }
      });

      assertThat(compute(worker, lease).hasDone()).isTrue();
      assertThat(refused.get()).isGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void aStoreThatStaysFullEndsTheAttemptAsExternalInTheWordsOfTheStore() throws Exception {
    try (RunningWorker worker = new RunningWorker(folder, clock, new MixingNode())) {
      Lease lease = mix(worker);
      worker.control.diskIsFull(() -> clock.advanceMillis(11_000));

      WorkFailed failed = compute(worker, lease).getFailed();

      assertThat(failed.getFailure().getCategory())
          .isEqualTo(FailureCategory.FAILURE_CATEGORY_EXTERNAL);
      assertThat(failed.getFailure().getMessage())
          .isEqualTo("The artifact store cannot use /store: no room; 0 bytes free there");
    }
  }

  @Test
  void aCheckpointThatFindsNoRoomIsPassedOverAndTheLoopGoesOn() throws Exception {
    CompletableFuture<RunningWorker> self = new CompletableFuture<>();
    AtomicInteger refused = new AtomicInteger();
    MixingNode slow =
        new MixingNode(step -> {
          clock.advanceMillis(1_100);
          if (step == 0) {
            self.join().control.diskIsFull(refused::incrementAndGet);
          } else if (step == STEPS - 1) {
            self.join().control.diskHasRoom();
          }
        });
    try (RunningWorker worker = new RunningWorker(folder, clock, slow)) {
      self.complete(worker);

      ConnectRequest answer = compute(worker, mix(worker));

      assertThat(answer.getDone().getLog())
          .contains("the checkpoint before step 2 was not stored: The artifact store cannot use");
      assertThat(refused).as("one try for each of two checkpoints").hasValue(2);
    }
  }

  @Test
  void aWorkerWithoutRoomSaysWhereAndHowMuchIsFree() throws Exception {
    IOException full = new IOException("No space left on device");
    try (RunningWorker worker = new RunningWorker(folder, clock, new BrokenNode(full))) {
      WorkFailed failed =
          compute(worker, RunningWorker.lease(1, "broken", "{}").build()).getFailed();

      assertThat(failed.getFailure().getCategory())
          .isEqualTo(FailureCategory.FAILURE_CATEGORY_EXTERNAL);
      assertThat(failed.getFailure().getMessage())
          .matches(
              "Node type broken could not read or write on its worker: .*No space left on device; \\d+ bytes free at %s"
                  .formatted(worker.folder.resolve("temporary")));
    }
  }

  @Test
  void aFileThatANodeGotWrongIsNotWaitedForAsIfItWereTheDisk() throws Exception {
    IOException wrong = new IOException("the header of the clip makes no sense");
    try (RunningWorker worker = new RunningWorker(folder, clock, new BrokenNode(wrong))) {
      WorkFailed failed =
          compute(worker, RunningWorker.lease(1, "broken", "{}").build()).getFailed();

      assertThat(failed.getFailure().getCode()).isEqualTo("worker-files");
      assertThat(failed.getFailure().getCategory())
          .isEqualTo(FailureCategory.FAILURE_CATEGORY_TRANSIENT);
    }
  }

  @Test
  void aCacheThatCannotKeepACopyCostsTheAttemptNothing() throws Exception {
    MixingNode node = new MixingNode(_ -> removeCache());
    try (RunningWorker worker = new RunningWorker(folder, clock, node)) {
      cache = worker.folder.resolve("artifacts");

      assertThat(compute(worker, mix(worker)).hasDone()).isTrue();
    }
  }

  private Path cache = Path.of("none yet");

  /// In its place stands a file, so that nothing can be written there.
  private void removeCache() {
    try {
      if (Files.isDirectory(cache)) {
        AttemptFiles.delete(cache);
        Files.createFile(cache);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Lease mix(RunningWorker worker) {
    return RunningWorker.mix(1, worker.control.put("some picture".getBytes()), STEPS).build();
  }

  private static ConnectRequest compute(RunningWorker worker, Lease lease) throws Exception {
    start(worker, lease);
    return worker.control.nextAnswer();
  }

  private static void start(RunningWorker worker, Lease lease) throws InterruptedException {
    worker
        .control
        .welcome(RunningWorker.TERMS)
        .onNext(ConnectResponse.newBuilder().setLease(lease).build());
  }
}
