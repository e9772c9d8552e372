package org.cinegraph.workers.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.proto.v1.AnswerKind;
import org.cinegraph.proto.v1.CheckpointReference;
import org.cinegraph.proto.v1.ConnectRequest.MessageCase;
import org.cinegraph.proto.v1.ConnectResponse;
import org.cinegraph.proto.v1.Lease;
import org.cinegraph.proto.v1.LeaseName;
import org.cinegraph.proto.v1.LeaseRenewed;
import org.cinegraph.proto.v1.StopWork;
import org.cinegraph.proto.v1.Welcome;
import org.cinegraph.proto.v1.WorkDone;
import org.cinegraph.proto.v1.WorkFailed;
import org.cinegraph.proto.v1.WorkerHello;
import org.cinegraph.workers.fake.FakeControlPlane;
import org.cinegraph.workers.fake.ManualClock;
import org.cinegraph.workers.fake.RecordedStream;
import org.cinegraph.workers.fake.RunningWorker;
import org.cinegraph.workers.stream.HeldLease.Standing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectionTest {
  private static final LeaseName ONE = RunningWorker.leaseName(1);
  private static final LeaseName TWO = RunningWorker.leaseName(2);
  private static final Welcome TERMS =
      Welcome.newBuilder().setLeaseTimeToLiveMs(10_000).setRenewEveryMs(2_000).build();

  private final ManualClock clock = new ManualClock();
  private final List<HeldLease> attempts = new ArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private final Connection connection =
      new Connection(WorkerHello.getDefaultInstance(), 3, this::attempt, clock);
  private RecordedStream stream = new RecordedStream();

  @BeforeEach
  void connect() {
    stream = new RecordedStream();
    connection.open(stream);
    connection.receive(ConnectResponse.newBuilder().setWelcome(TERMS).build());
  }

  @AfterEach
  void endAttempts() {
    end.countDown();
  }

  @Test
  void helloComesFirstAndCreditsAfterTheWelcome() {
    assertThat(stream.kinds())
        .containsExactly(MessageCase.HELLO, MessageCase.RENEWAL, MessageCase.CREDITS);
    assertThat(stream.last().getCredits().getMore()).isEqualTo(3);
  }

  @Test
  void aDoneIsFollowedByACreditAndForgottenWhenCommitted() {
    HeldLease lease = take(ONE);
    lease.done(WorkDone.newBuilder());

    assertThat(stream.kinds()).endsWith(MessageCase.DONE, MessageCase.CREDITS);
    assertThat(connection.held()).containsExactly(ONE);
    answer(ONE, AnswerKind.ANSWER_KIND_COMMITTED);
    assertThat(connection.held()).isEmpty();
  }

  @Test
  void aLeaseLivesFromWhenItsAnsweredRenewalWasSent() {
    HeldLease lease = take(ONE);
    clock.advanceMillis(2_000);
    connection.tick();
    long sequence = stream.last().getRenewal().getSequence();
    clock.advanceMillis(1_000);
    renewed(sequence, ONE);

    clock.advanceMillis(8_999);
    connection.tick();
    assertThat(lease.standing()).isEqualTo(Standing.HELD);
    clock.advanceMillis(1);
    connection.tick();
    assertThat(lease.standing()).isEqualTo(Standing.OVER);
    assertThat(connection.held()).isEmpty();
  }

  @Test
  void aLeaseThatWasLongOnItsWayCountsFromTheAnswerBeforeIt() {
    clock.advanceMillis(4_000);
    renewed(1, ONE);
    clock.advanceMillis(5_000);
    HeldLease lease = take(ONE);

    clock.advanceMillis(999);
    connection.tick();
    assertThat(lease.standing()).isEqualTo(Standing.HELD);
    clock.advanceMillis(1);
    connection.tick();
    assertThat(lease.standing()).isEqualTo(Standing.OVER);
  }

  @Test
  void anAttemptThatIsOverGivesItsCreditBackWhenItHasEnded() {
    HeldLease lease = take(ONE);
    answer(ONE, AnswerKind.ANSWER_KIND_STALE);
    assertThat(stream.count(MessageCase.CREDITS)).isEqualTo(1);

    lease.done(WorkDone.newBuilder());
    lease.left();

    assertThat(stream.count(MessageCase.DONE)).isZero();
    assertThat(stream.count(MessageCase.CREDITS)).isEqualTo(2);
    assertThat(stream.last().getCredits().getMore()).isEqualTo(1);
  }

  @Test
  void aNewStreamKeepsTheLeasesAndRepeatsWhatWasNotAnswered() {
    HeldLease one = take(ONE);
    HeldLease two = take(TWO);
    one.checkpoint(step(1));
    one.checkpoint(step(2));
    connection.lost();
    one.done(WorkDone.newBuilder());
    connect();

    assertThat(stream.all().getFirst().getHello().getHeldList()).containsExactly(ONE, TWO);
    assertThat(stream.kinds())
        .containsExactly(
            MessageCase.HELLO,
            MessageCase.CHECKPOINT,
            MessageCase.DONE,
            MessageCase.RENEWAL,
            MessageCase.CREDITS);
    assertThat(stream.all().get(1).getCheckpoint().getCheckpoint()).isEqualTo(step(2));
    assertThat(stream.last().getCredits().getMore()).isEqualTo(2);
    assertThat(two.standing()).isEqualTo(Standing.HELD);
    answer(ONE, AnswerKind.ANSWER_KIND_COMMITTED);
    assertThat(connection.held()).containsExactly(ONE, TWO);
    answer(ONE, AnswerKind.ANSWER_KIND_COMMITTED);
    assertThat(connection.held()).containsExactly(TWO);
  }

  @Test
  void aLeaseThatEndedWhileTheWorkerWasAwayIsLeft() {
    HeldLease lease = take(ONE);
    connection.lost();
    stream = new RecordedStream();
    connection.open(stream);
    connection.receive(
        ConnectResponse.newBuilder().setWelcome(TERMS.toBuilder().addEnded(ONE)).build());

    assertThat(lease.standing()).isEqualTo(Standing.OVER);
    assertThat(stream.last().getCredits().getMore()).isEqualTo(2);
  }

  @Test
  void aResultThatIsRefusedBecomesAFailure() {
    HeldLease lease = take(ONE);
    lease.done(WorkDone.newBuilder().setLog("log"));
    connection.receive(
        ConnectResponse.newBuilder()
            .setAnswer(
                FakeControlPlane.answer(ONE, AnswerKind.ANSWER_KIND_REFUSED).getAnswer().toBuilder()
                    .setFailure(
                        org.cinegraph.proto.v1.Failure.newBuilder().setCode("wrong-outputs")))
            .build());

    WorkFailed failed = stream.last().getFailed();
    assertThat(failed.getFailure().getCode()).isEqualTo("wrong-outputs");
    assertThat(failed.getLog()).isEqualTo("log");
  }

  @Test
  void aStopIsWaitedForAndAKillIsNot() {
    HeldLease one = take(ONE);
    HeldLease two = take(TWO);
    stop(ONE, false);
    stop(TWO, true);

    assertThat(one.standing()).isEqualTo(Standing.STOPPING);
    assertThat(two.standing()).isEqualTo(Standing.OVER);
    assertThat(connection.held()).containsExactly(ONE);
  }

  @Test
  void aLeaseThatTakesTooLongIsTimedOut() {
    connection.receive(
        ConnectResponse.newBuilder()
            .setLease(Lease.newBuilder().setName(ONE).setTimeoutMs(1_000))
            .build());
    clock.advanceMillis(1_001);
    connection.tick();

    assertThat(attempts.getFirst().standing()).isEqualTo(Standing.TIMED_OUT);
    assertThat(connection.held()).containsExactly(ONE);
  }

  @Test
  void aDrainStopsWhatRunsAndAsksForNoMore() {
    HeldLease lease = take(ONE);
    int before = stream.count(MessageCase.CREDITS);
    connection.drain();
    assertThat(stream.all().getLast().getCredits().getWithdraw()).isTrue();
    assertThat(lease.standing()).isEqualTo(Standing.STOPPING);
    assertThat(connection.isDrained()).isFalse();

    lease.failed(Failure.user("any", "Any."), WorkFailed.newBuilder());
    answer(ONE, AnswerKind.ANSWER_KIND_COMMITTED);

    assertThat(connection.isDrained()).isTrue();
    assertThat(stream.count(MessageCase.CREDITS)).isEqualTo(before + 1);
  }

  @Test
  void aSilentStreamIsTakenForDead() {
    clock.advanceMillis(5_000);
    assertThat(connection.tick()).isFalse();
    clock.advanceMillis(1);
    assertThat(connection.tick()).isTrue();
  }

  private Thread attempt(HeldLease lease) {
    attempts.add(lease);
    return Thread.ofVirtual().unstarted(this::untilTheEnd);
  }

  private void untilTheEnd() {
    try {
      end.await();
    } catch (InterruptedException left) {
      Thread.currentThread().interrupt();
    }
  }

  private HeldLease take(LeaseName name) {
    connection.receive(
        ConnectResponse.newBuilder().setLease(Lease.newBuilder().setName(name)).build());
    return attempts.getLast();
  }

  private void answer(LeaseName name, AnswerKind kind) {
    connection.receive(FakeControlPlane.answer(name, kind));
  }

  private void renewed(long sequence, LeaseName name) {
    connection.receive(
        ConnectResponse.newBuilder()
            .setRenewed(LeaseRenewed.newBuilder().setSequence(sequence).addRenewed(name))
            .build());
  }

  private void stop(LeaseName name, boolean now) {
    connection.receive(
        ConnectResponse.newBuilder()
            .setStop(StopWork.newBuilder().setLease(name).setNow(now))
            .build());
  }

  private static CheckpointReference step(int next) {
    return CheckpointReference.newBuilder().setNextStep(next).build();
  }
}
