package org.cinegraph.scheduler.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.cinegraph.db.Leadership;
import org.cinegraph.db.RunFixture;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.run.RunState;
import org.cinegraph.graph.declaration.Demand;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.proto.v1.AnswerKind;
import org.cinegraph.proto.v1.ConnectRequest;
import org.cinegraph.proto.v1.ConnectResponse;
import org.cinegraph.proto.v1.Lease;
import org.cinegraph.proto.v1.LeaseName;
import org.cinegraph.proto.v1.StopWork;
import org.cinegraph.proto.v1.WorkerCredits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SchedulerTest {
  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration SHORT = Duration.ofMillis(600);
  private static final String CHAIN =
      """
      graph: chain
      nodes:
        a: {type: no-op, with: {salt: one}}
        b: {type: no-op, with: {after: $a.value}}
      outputs:
        last: $b.value
      """;

  private final UUID id = UUID.randomUUID();
  private final RunFixture runs = new RunFixture();
  @TempDir private Path store;

  @AfterEach
  void close() {
    runs.close();
  }

  @Test
  void aNodeThatBecomesReadyIsLeasedAtItsWakeAndItsDoneEndsTheRun() {
    try (SchedulerFixture scheduler = scheduler(LONG)) {
      FakeWorker worker = FakeWorker.ready(scheduler.channel(), id);
      RunRow run = runs.plan(CHAIN, 500);
      for (int node = 0; node < 2; node++) {
        runs.takeIn(run, node);
        Lease lease = worker.lease();
        assertThat(lease.getType()).isEqualTo("no-op");
        assertThat(lease.getAttempt()).isEqualTo(1);
        worker.done(lease.getName());
        worker.credits(1);
        assertThat(worker.answer().getKind()).isEqualTo(AnswerKind.ANSWER_KIND_COMMITTED);
      }
      assertThat(runs.find(run).state()).isEqualTo(RunState.SUCCEEDED);
    }
  }

  @Test
  void twoRunsWithEqualKeysComputeOnce() {
    try (SchedulerFixture scheduler = scheduler(LONG)) {
      RunRow first = runs.plan(CHAIN, 500);
      RunRow second = runs.plan(CHAIN, 500);
      runs.takeIn(first, 0);
      runs.takeIn(second, 0);
      FakeWorker worker = FakeWorker.ready(scheduler.channel(), id);
      worker.credits(5);
      Lease lease = worker.lease();
      worker.done(lease.getName());
      assertThat(worker.answer().getKind()).isEqualTo(AnswerKind.ANSWER_KIND_COMMITTED);

      assertThat(worker.leasesWaiting()).isZero();
      assertThat(runs.events(first)).contains("node-succeeded a");
      assertThat(runs.events(second)).contains("node-succeeded a");
    }
  }

  @Test
  void aWorkerGetsNoMoreLeasesThanItTakes() {
    try (SchedulerFixture scheduler = scheduler(LONG)) {
      FakeWorker worker = FakeWorker.ready(scheduler.channel(), id);
      runs.takeIn(runs.plan(CHAIN, 500), 0);
      runs.takeIn(runs.plan(CHAIN.replace("one", "two"), 500), 0);
      LeaseName first = worker.lease().getName();
      worker.done(first);
      worker.answer();
      assertThat(worker.leasesWaiting()).isZero();
      worker.credits(1);
      assertThat(worker.lease().getName().getWorkId()).isNotEqualTo(first.getWorkId());
    }
  }

  @Test
  void whatALeavingWorkerHandsBackGoesToAnother() {
    try (SchedulerFixture scheduler = scheduler(LONG)) {
      FakeWorker leaving = FakeWorker.ready(scheduler.channel(), id);
      leaving.credits(5);
      runs.takeIn(runs.plan(CHAIN, 500), 0);
      LeaseName lease = leaving.lease().getName();

      leaving.send(
          ConnectRequest.newBuilder()
              .setCredits(WorkerCredits.newBuilder().setWithdraw(true))
              .build());
      leaving.stopped(lease);
      leaving.answer();
      Lease next = FakeWorker.ready(scheduler.channel(), UUID.randomUUID()).lease();

      assertThat(next.getName().getWorkId()).isEqualTo(lease.getWorkId());
      assertThat(next.getAttempt()).isEqualTo(1);
      assertThat(leaving.leasesWaiting()).isZero();
    }
  }

  @Test
  void theWorkOfALostWorkerGoesToAnotherAndItsLateReportIsStale() {
    try (SchedulerFixture scheduler = scheduler(SHORT)) {
      FakeWorker lost = FakeWorker.ready(scheduler.channel(), id);
      runs.takeIn(runs.plan(CHAIN, 500), 0);
      Lease before = lost.lease();
      lost.crash();
      FakeWorker other = FakeWorker.ready(scheduler.channel(), UUID.randomUUID());
      Lease after = other.lease();

      assertThat(after.getName().getWorkId()).isEqualTo(before.getName().getWorkId());
      assertThat(after.getName().getFence()).isGreaterThan(before.getName().getFence());
      assertThat(after.getAttempt()).isEqualTo(2);
      FakeWorker back = FakeWorker.ready(scheduler.channel(), id, before.getName());
      back.done(before.getName());
      assertThat(back.answer().getKind()).isEqualTo(AnswerKind.ANSWER_KIND_STALE);
      assertThat(back.renew(before.getName()).getRenewed().getEndedList())
          .containsExactly(before.getName());
    }
  }

  @Test
  void aWrongSecretChangesNothing() {
    try (SchedulerFixture scheduler = scheduler(LONG)) {
      FakeWorker worker = FakeWorker.ready(scheduler.channel(), id);
      RunRow run = runs.plan(CHAIN, 500);
      runs.takeIn(run, 0);
      LeaseName lease = worker.lease().getName();
      LeaseName guessed = FakeWorker.withSecret(lease, "guessed");

      worker.done(guessed);
      assertThat(worker.answer().getKind()).isEqualTo(AnswerKind.ANSWER_KIND_STALE);
      assertThat(worker.renew(guessed).getRenewed().getEndedList()).containsExactly(guessed);
      assertThat(runs.events(run)).doesNotContain("node-succeeded a");
      worker.done(lease);
      assertThat(worker.answer().getKind()).isEqualTo(AnswerKind.ANSWER_KIND_COMMITTED);
    }
  }

  @Test
  void aReportThatIsRepeatedIsCommittedOnce() {
    try (SchedulerFixture scheduler = scheduler(LONG)) {
      FakeWorker worker = FakeWorker.ready(scheduler.channel(), id);
      RunRow run = runs.plan(CHAIN, 500);
      runs.takeIn(run, 0);
      LeaseName lease = worker.lease().getName();
      worker.done(lease);
      worker.done(lease);

      assertThat(worker.answer().getKind()).isEqualTo(AnswerKind.ANSWER_KIND_COMMITTED);
      assertThat(worker.answer().getKind()).isEqualTo(AnswerKind.ANSWER_KIND_COMMITTED);
      assertThat(runs.events(run)).containsOnlyOnce("node-succeeded a");
    }
  }

  @Test
  void aWorkerThatComesBackKeepsTheLeaseThatItStillHolds() {
    try (SchedulerFixture scheduler = scheduler(LONG)) {
      FakeWorker worker = FakeWorker.ready(scheduler.channel(), id);
      runs.takeIn(runs.plan(CHAIN, 500), 0);
      LeaseName lease = worker.lease().getName();
      worker.crash();
      FakeWorker back = FakeWorker.silent(scheduler.channel());
      back.send(FakeWorker.hello(id).addHeld(lease).build());

      assertThat(back.next(ConnectResponse.MessageCase.WELCOME).getWelcome().getEndedList())
          .isEmpty();
      assertThat(back.renew(lease).getRenewed().getRenewedList()).containsExactly(lease);
      back.done(lease);
      assertThat(back.answer().getKind()).isEqualTo(AnswerKind.ANSWER_KIND_COMMITTED);
    }
  }

  @Test
  void aLeaseThatGotLostOnTheWayIsGivenAgainAtOnce() {
    try (SchedulerFixture scheduler = scheduler(LONG)) {
      FakeWorker worker = FakeWorker.ready(scheduler.channel(), id);
      runs.takeIn(runs.plan(CHAIN, 500), 0);
      LeaseName lost = worker.lease().getName();
      worker.crash();
      FakeWorker back = FakeWorker.ready(scheduler.channel(), id);

      LeaseName again = back.lease().getName();
      assertThat(again.getWorkId()).isEqualTo(lost.getWorkId());
      assertThat(again.getFence()).isEqualTo(lost.getFence() + 1);
    }
  }

  @Test
  void theWorkOfAWorkerThatLeavesIsFreeAtOnce() {
    try (SchedulerFixture scheduler = scheduler(LONG)) {
      FakeWorker worker = FakeWorker.ready(scheduler.channel(), id);
      runs.takeIn(runs.plan(CHAIN, 500), 0);
      LeaseName held = worker.lease().getName();
      worker.leave();

      FakeWorker other = FakeWorker.ready(scheduler.channel(), UUID.randomUUID());
      assertThat(other.lease().getName().getWorkId()).isEqualTo(held.getWorkId());
    }
  }

  @Test
  void aStopReachesTheWorkerAndItsAnswerEndsTheRun() {
    try (SchedulerFixture scheduler = scheduler(LONG)) {
      FakeWorker worker = FakeWorker.ready(scheduler.channel(), id);
      RunRow run = runs.plan(CHAIN, 500);
      runs.takeIn(run, 0);
      LeaseName lease = worker.lease().getName();
      runs.stop(run, false);

      StopWork stop = worker.next(ConnectResponse.MessageCase.STOP).getStop();
      assertThat(stop).isEqualTo(StopWork.newBuilder().setLease(lease).build());
      worker.stopped(lease);
      assertThat(worker.answer().getKind()).isEqualTo(AnswerKind.ANSWER_KIND_COMMITTED);
      assertThat(runs.find(run).state()).isEqualTo(RunState.STOPPED);
    }
  }

  @Test
  void aKillTellsTheWorkerToLeaveNow() {
    try (SchedulerFixture scheduler = scheduler(LONG)) {
      FakeWorker worker = FakeWorker.ready(scheduler.channel(), id);
      RunRow run = runs.plan(CHAIN, 500);
      runs.takeIn(run, 0);
      LeaseName lease = worker.lease().getName();
      runs.stop(run, true);

      assertThat(worker.next(ConnectResponse.MessageCase.STOP).getStop())
          .isEqualTo(StopWork.newBuilder().setLease(lease).setNow(true).build());
      assertThat(worker.renew(lease).getRenewed().getEndedList()).containsExactly(lease);
    }
  }

  @Test
  void whoeverLeadsNextKeepsTheOpenLeases() {
    LeaseName lease;
    RunRow run = runs.plan(CHAIN, 500);
    try (SchedulerFixture first = scheduler(LONG)) {
      FakeWorker worker = FakeWorker.ready(first.channel(), id);
      runs.takeIn(run, 0);
      lease = worker.lease().getName();
    }
    try (SchedulerFixture second = scheduler(LONG)) {
      FakeWorker worker = FakeWorker.ready(second.channel(), id, lease);
      assertThat(worker.renew(lease).getRenewed().getRenewedList()).containsExactly(lease);
      worker.done(lease);
      assertThat(worker.answer().getKind()).isEqualTo(AnswerKind.ANSWER_KIND_COMMITTED);
      assertThat(runs.events(run)).contains("node-succeeded a");
    }
  }

  @Test
  void aReplacedLeaderGrantsNothingMore() {
    try (SchedulerFixture first = scheduler(LONG)) {
      first.scheduler().close();
      try (SchedulerFixture second = scheduler(LONG)) {
        FakeWorker worker = FakeWorker.ready(second.channel(), id);
        runs.takeIn(runs.plan(CHAIN, 500), 0);
        worker.lease();
        assertThat(first.scheduler().leads()).isFalse();
        assertThat(second.scheduler().leads()).isTrue();
      }
    }
  }

  @Test
  void aLeaderThatIsReplacedStepsDownAndLeadsAgainWhenItsTurnComes() throws InterruptedException {
    try (SchedulerFixture scheduler = scheduler(LONG)) {
      FakeWorker worker = FakeWorker.ready(scheduler.channel(), id);
      Leadership leadership = new Leadership(runs.database());
      UUID other = UUID.randomUUID();
      long epoch = leadership.acquire(other, "", Duration.ZERO).orElseThrow();
      while (scheduler.scheduler().leads()) {
        leadership.renew(other, epoch);
        Thread.sleep(5);
      }
      runs.takeIn(runs.plan(CHAIN, 500), 0);

      worker.done(worker.lease().getName());
      assertThat(worker.answer().getKind()).isEqualTo(AnswerKind.ANSWER_KIND_COMMITTED);
      assertThat(leadership.renew(other, epoch)).isFalse();
    }
  }

  @Test
  void leasesNeverTakeMoreMemoryThanTheirWorkerHas() {
    NodeDeclaration hungry = hungry(600L << 20);
    try (SchedulerFixture scheduler = scheduler(LONG)) {
      FakeWorker worker = FakeWorker.silent(scheduler.channel());
      worker.send(
          FakeWorker.hello(id)
              .setHostMemoryBytes(1L << 30)
              .addNodeTypes(FakeWorker.offered(hungry))
              .build());
      worker.next(ConnectResponse.MessageCase.WELCOME);
      worker.credits(5);
      RunRow run =
          runs.plan(
              """
              graph: two
              nodes:
                a: {type: hungry, with: {salt: one}}
                b: {type: hungry, with: {salt: two}}
              """,
              500);
      runs.takeIn(run, 0);
      runs.takeIn(run, 1);
      LeaseName first = worker.lease().getName();
      worker.renew(first);
      assertThat(worker.leasesWaiting()).isZero();
      worker.done(first);
      assertThat(worker.lease().getName().getWorkId()).isNotEqualTo(first.getWorkId());
    }
  }

  private static NodeDeclaration hungry(long hostMemoryBytes) {
    NodeDeclaration plain = RunFixture.NO_OP;
    return new NodeDeclaration(
        "hungry",
        1,
        plain.title(),
        plain.documentation(),
        plain.inputs(),
        plain.parameters(),
        plain.outputs(),
        new Demand(Demand.DeviceClass.ANY, 0, hostMemoryBytes, false),
        plain.example().replace("no-op", "hungry"));
  }

  private SchedulerFixture scheduler(Duration leaseTimeToLive) {
    return new SchedulerFixture(runs, store, leaseTimeToLive);
  }
}
