package org.cinegraph.scheduler.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.cinegraph.db.RunFixture;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.proto.ProcessSpace;
import org.cinegraph.proto.v1.ConnectResponse;
import org.cinegraph.proto.v1.LeaseName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Workers on the same machine whose process is gone.
@Timeout(120)
class DeadWorkersTest {
  private static final Duration LONG = Duration.ofHours(1);
  private static final String CHAIN =
      """
      graph: chain
      nodes:
        a: {type: no-op, with: {salt: one}}
      """;

  private final UUID id = UUID.randomUUID();
  private final RunFixture runs = new RunFixture();
  @TempDir private Path store;

  @AfterEach
  void close() {
    runs.close();
  }

  @Test
  void theWorkOfAWorkerWhoseProcessDiedIsGivenToAnotherBeforeItsLeaseRunsOut() throws Exception {
    Process process = new ProcessBuilder("sleep", "600").start();
    try (SchedulerFixture scheduler = scheduler(LONG)) {
      FakeWorker lost = workerIn(scheduler, process);
      RunRow run = runs.plan(CHAIN, 500);
      runs.takeIn(run, 0);
      LeaseName before = lost.lease().getName();
      lost.crash();
      FakeWorker other = FakeWorker.ready(scheduler.channel(), UUID.randomUUID());
      assertThat(other.leasesWaiting()).isZero();
      process.destroyForcibly().waitFor();

      assertThat(other.lease().getName().getFence()).isEqualTo(before.getFence() + 1);
      assertThat(runs.events(run)).contains("node-retrying a");
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aWorkerThatDiesWhileNobodyLeadsIsNotWaitedForByTheNextLeader() throws Exception {
    Process process = new ProcessBuilder("sleep", "600").start();
    try {
      RunRow run = runs.plan(CHAIN, 500);
      LeaseName before;
      try (SchedulerFixture scheduler = scheduler(LONG)) {
        FakeWorker worker = workerIn(scheduler, process);
        runs.takeIn(run, 0);
        before = worker.lease().getName();
      }
      try (SchedulerFixture next = scheduler(LONG)) {
        FakeWorker other = FakeWorker.ready(next.channel(), UUID.randomUUID());
        assertThat(other.leasesWaiting()).as("it lives and may come back").isZero();
        process.destroyForcibly().waitFor();

        assertThat(other.lease().getName().getFence()).isEqualTo(before.getFence() + 1);
        assertThat(runs.events(run)).contains("node-retrying a");
      }
    } finally {
      process.destroyForcibly();
    }
  }

  private FakeWorker workerIn(SchedulerFixture scheduler, Process process) {
    FakeWorker worker = FakeWorker.silent(scheduler.channel());
    worker.send(
        FakeWorker.hello(id)
            .setProcessId(process.pid())
            .setProcessSpace(ProcessSpace.here())
            .build());
    worker.next(ConnectResponse.MessageCase.WELCOME);
    worker.credits(1);
    return worker;
  }

  private SchedulerFixture scheduler(Duration leaseTimeToLive) {
    return new SchedulerFixture(runs, store, leaseTimeToLive);
  }
}
