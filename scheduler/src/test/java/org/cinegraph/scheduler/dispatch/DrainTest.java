package org.cinegraph.scheduler.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.cinegraph.db.RunFixture;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.verb.DrainWorker;
import org.cinegraph.proto.v1.AnswerKind;
import org.cinegraph.proto.v1.ConnectResponse;
import org.cinegraph.proto.v1.Lease;
import org.cinegraph.proto.v1.LeaseName;
import org.cinegraph.proto.v1.StopWork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Workers that a person keeps free.
@Timeout(120)
class DrainTest {
  private static final Duration LONG = Duration.ofHours(1);
  private static final String CHAIN =
      """
      graph: chain
      nodes:
        a: {type: no-op, with: {salt: one}}
        b: {type: no-op, with: {after: $a.value}}
      """;

  private final UUID id = UUID.randomUUID();
  private final RunFixture runs = new RunFixture();
  @TempDir private Path store;

  @AfterEach
  void close() {
    runs.close();
  }

  @Test
  void aDrainedWorkerHandsBackWhatItComputesAndGetsNothingUntilThatIsUndone() {
    try (SchedulerFixture scheduler = new SchedulerFixture(runs, store, LONG)) {
      FakeWorker worker = FakeWorker.ready(scheduler.channel(), id);
      RunRow run = runs.plan(CHAIN, 500);
      runs.takeIn(run, 0);
      LeaseName lease = worker.lease().getName();
      DrainWorker drain = new DrainWorker(runs.database());

      assertThat(drain.drain(runs.asking(), id, false))
          .containsExactly(
              "Worker fake is drained: it gets no lease",
              "Works that it hands back at their next checkpoint: 1");

      assertThat(worker.next(ConnectResponse.MessageCase.STOP).getStop())
          .isEqualTo(StopWork.newBuilder().setLease(lease).build());
      worker.stopped(lease);
      worker.credits(1);
      assertThat(worker.answer().getKind()).isEqualTo(AnswerKind.ANSWER_KIND_COMMITTED);
      FakeWorker other = FakeWorker.ready(scheduler.channel(), UUID.randomUUID());
      Lease elsewhere = other.lease();
      assertThat(elsewhere.getAttempt()).as("no attempt was counted").isEqualTo(1);
      other.stopped(elsewhere.getName());
      assertThat(worker.leasesWaiting()).isZero();

      assertThat(drain.drain(runs.asking(), id, true))
          .containsExactly("Worker fake gets leases again");
      assertThat(worker.lease().getAttempt()).isEqualTo(1);
    }
  }

  @Test
  void aWorkerThatComesBackIsStillDrained() {
    try (SchedulerFixture scheduler = new SchedulerFixture(runs, store, LONG)) {
      FakeWorker first = FakeWorker.ready(scheduler.channel(), id);
      new DrainWorker(runs.database()).drain(runs.asking(), id, false);
      first.crash();
      FakeWorker again = FakeWorker.ready(scheduler.channel(), id);
      runs.takeIn(runs.plan(CHAIN, 500), 0);
      FakeWorker other = FakeWorker.ready(scheduler.channel(), UUID.randomUUID());
      assertThat(other.lease().getType()).isEqualTo("no-op");
      assertThat(again.leasesWaiting()).isZero();
    }
  }
}
