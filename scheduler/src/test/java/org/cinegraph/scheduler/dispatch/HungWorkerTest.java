package org.cinegraph.scheduler.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.cinegraph.db.RunFixture;
import org.cinegraph.db.run.Events;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.proto.v1.AnswerKind;
import org.cinegraph.proto.v1.ConnectRequest;
import org.cinegraph.proto.v1.ConnectResponse.MessageCase;
import org.cinegraph.proto.v1.Lease;
import org.cinegraph.proto.v1.LeaseName;
import org.cinegraph.proto.v1.StopWork;
import org.cinegraph.proto.v1.WorkProgress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A worker whose stream lives, which renews, and whose computation does not get on. The test lets
/// minutes pass in no time.
@Timeout(120)
class HungWorkerTest {
  private static final String ONE = "graph: g\nnodes:\n  a: {type: no-op, with: {salt: one}}\n";

  private final AtomicLong passed = new AtomicLong();
  private final RunFixture runs = new RunFixture();
  @TempDir private Path store;
  private SchedulerFixture scheduler;
  private FakeWorker worker;
  private RunRow run;
  private Lease lease;

  @BeforeEach
  void begin() {
    scheduler =
        new SchedulerFixture(
            runs,
            store,
            Duration.ofHours(9),
            Duration.ofMillis(20),
            () -> System.nanoTime() + passed.get());
    worker = FakeWorker.ready(scheduler.channel(), UUID.randomUUID());
    run = runs.plan(ONE, 500);
    runs.takeIn(run, 0);
    lease = worker.lease();
  }

  @AfterEach
  void close() {
    scheduler.close();
    runs.close();
  }

  @Test
  void itsLeaseEndsItIsToldToLeaveAndTheWorkGoesOnElsewhere() {
    says(0, "run");
    pass(Duration.ofSeconds(2));
    says(1, "run");
    pass(Duration.ofSeconds(59));
    says(1, "run");
    pass(Duration.ofSeconds(2));

    StopWork stop = worker.next(MessageCase.STOP).getStop();
    assertThat(stop.getLease()).isEqualTo(lease.getName());
    assertThat(stop.getNow()).isTrue();
    FakeWorker other = FakeWorker.ready(scheduler.channel(), UUID.randomUUID());
    Lease next = other.lease();
    assertThat(next.getName().getWorkId()).isEqualTo(lease.getName().getWorkId());
    assertThat(next.getAttempt()).isEqualTo(2);
    assertThat(retried()).contains("Worker fake made no progress for 61 s");
    worker.done(lease.getName());
    assertThat(worker.answer().getKind()).isEqualTo(AnswerKind.ANSWER_KIND_STALE);
  }

  @Test
  void aSlowLoadIsNoHang() {
    says(0, "run");
    pass(Duration.ofSeconds(2));
    says(1, "run");
    says(1, "load");
    pass(Duration.ofHours(1));

    renewsAndIsDone(lease.getName());
  }

  @Test
  void slowStepsAreNoHang() {
    says(0, "run");
    pass(Duration.ofSeconds(120));
    says(1, "run");
    pass(Duration.ofSeconds(1190));

    renewsAndIsDone(lease.getName());
  }

  /// Some sweeps have looked when the renewal is answered with a lease that lives.
  private void renewsAndIsDone(LeaseName name) {
    for (int sweep = 0; sweep < 5; sweep++) {
      pass(Duration.ofMillis(30));
      assertThat(worker.renew(name).getRenewed().getRenewedList()).containsExactly(name);
    }
    worker.done(name);
    assertThat(worker.answer().getKind()).isEqualTo(AnswerKind.ANSWER_KIND_COMMITTED);
  }

  private void says(int step, String phase) {
    worker.send(
        ConnectRequest.newBuilder()
            .setProgress(
                WorkProgress.newBuilder()
                    .setLease(lease.getName())
                    .setStep(step)
                    .setSteps(24)
                    .setPhase(phase))
            .build());
    // Answered after the progress was taken in: the clock may go on.
    worker.renew(lease.getName());
  }

  private void pass(Duration time) {
    passed.addAndGet(time.toNanos());
    try {
      // Longer than a sweep, so that one looks at this time.
      Thread.sleep(60);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private String retried() {
    return new Events(runs.database())
        .from(RunFixture.TENANT, run.id(), 1, 100).stream()
            .filter(event -> event.type().equals("node-retrying"))
            .findFirst()
            .orElseThrow()
            .body();
  }
}
