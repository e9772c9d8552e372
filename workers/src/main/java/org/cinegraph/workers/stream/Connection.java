package org.cinegraph.workers.stream;

import io.grpc.Status;
import io.grpc.stub.CallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import org.cinegraph.proto.v1.ConnectRequest;
import org.cinegraph.proto.v1.ConnectResponse;
import org.cinegraph.proto.v1.Lease;
import org.cinegraph.proto.v1.LeaseName;
import org.cinegraph.proto.v1.LeaseRenewal;
import org.cinegraph.proto.v1.LeaseRenewed;
import org.cinegraph.proto.v1.StopWork;
import org.cinegraph.proto.v1.Welcome;
import org.cinegraph.proto.v1.WorkAnswer;
import org.cinegraph.proto.v1.WorkFailed;
import org.cinegraph.proto.v1.WorkerCredits;
import org.cinegraph.proto.v1.WorkerHello;
import org.cinegraph.workers.stream.HeldLease.Standing;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The worker's end of the protocol: hello, credits, leases, renewals, answers, over as many
/// streams as it takes. It is driven from outside, by [#open], [#tick] and the messages that
/// arrive, and starts no thread but those of attempts.
///
/// A lease outlives its stream until its own deadline, counted from the sending of the last renewal
/// that was answered: so this side stops before the other gives the work away. What a control plane
/// has not answered is sent again on the next stream.
///
/// All state is guarded by this object and worth nothing after the process.
public final class Connection {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  private final WorkerHello hello;
  private final int slots;
  private final LeaseRunner runner;
  private final MonotonicClock clock;
  private final SequencedMap<LeaseName, LeaseRecord> held = new LinkedHashMap<>();
  private @Nullable StreamObserver<ConnectRequest> out;
  private boolean welcomed;
  private boolean draining;
  private Welcome terms =
      Welcome.newBuilder().setLeaseTimeToLiveMs(30_000).setRenewEveryMs(1_000).build();
  private final SequencedMap<Long, Long> renewals = new LinkedHashMap<>();
  private long renewalSequence;
  private long renewalSentAt;
  private long heardAt;

  /// When the last message was sent whose answer has come: the hello or a renewal.
  private long answeredFrom;

  /// Attempts whose lease is over but whose thread has not ended: they still fill a slot.
  private int leaving;

  public Connection(WorkerHello hello, int slots, LeaseRunner runner, MonotonicClock clock) {
    this.hello = hello;
    this.slots = slots;
    this.runner = runner;
    this.clock = clock;
  }

  /// Says hello on a new stream. Every earlier one has ended.
  public synchronized void open(StreamObserver<ConnectRequest> stream) {
    out = stream;
    welcomed = false;
    heardAt = clock.nanos();
    answeredFrom = heardAt;
    renewals.clear();
    send(ConnectRequest.newBuilder().setHello(hello.toBuilder().addAllHeld(held.keySet())).build());
  }

  public synchronized void lost() {
    out = null;
    welcomed = false;
  }

  public synchronized void receive(ConnectResponse message) {
    heardAt = clock.nanos();
    switch (message.getMessageCase()) {
      case WELCOME -> welcome(message.getWelcome());
      case LEASE -> take(message.getLease());
      case RENEWED -> renewed(message.getRenewed());
      case ANSWER -> answered(message.getAnswer());
      case STOP -> stop(message.getStop());
      case MESSAGE_NOT_SET -> LOG.debug("message=unknown");
    }
  }

  private void welcome(Welcome welcome) {
    terms = welcome;
    welcomed = true;
    welcome.getLeftOutList().forEach(LOG::warn);
    welcome.getEndedList().forEach(name -> end(name, "ended while away"));
    int free = slots - leaving;
    for (LeaseRecord record : held.values()) {
      record.forgetOlderCheckpoints();
      record.unanswered.forEach(this::send);
      free -= record.finished ? 0 : 1;
    }
    renew(clock.nanos());
    LOG.info("stream=welcomed server={} held={} free={}", welcome.getServer(), held.size(), free);
    more(free);
  }

  private void take(Lease message) {
    long now = clock.nanos();
    // The lease may have been long on its way. But it left after the answer that came before it,
    // and the control plane began to count when it left.
    HeldLease lease = new HeldLease(this, message, clock, answeredFrom + timeToLive());
    LeaseRecord record = new LeaseRecord(lease, runner.attempt(lease), now);
    held.put(message.getName(), record);
    LOG.info(
        "lease=taken {} type={} attempt={}",
        describe(message.getName()),
        message.getType(),
        message.getAttempt());
    if (draining) {
      lease.become(Standing.STOPPING);
    }
    record.thread.start();
  }

  private void renewed(LeaseRenewed message) {
    Long sentAt = renewals.remove(message.getSequence());
    if (sentAt != null) {
      answeredFrom = sentAt;
      renewals.keySet().removeIf(sequence -> sequence < message.getSequence());
      message.getRenewedList().forEach(name -> extend(name, sentAt + timeToLive()));
    }
    message.getEndedList().forEach(name -> end(name, "ended by the control plane"));
  }

  private void extend(LeaseName name, long deadline) {
    LeaseRecord record = held.get(name);
    if (record != null) {
      record.lease.extend(deadline);
    }
  }

  private void answered(WorkAnswer answer) {
    LeaseRecord record = held.get(answer.getLease());
    if (record == null) {
      return;
    }
    switch (answer.getKind()) {
      case ANSWER_KIND_STALE -> end(answer.getLease(), "stale");
      case ANSWER_KIND_REFUSED -> refused(record, answer);
      case ANSWER_KIND_COMMITTED, ANSWER_KIND_UNSPECIFIED, UNRECOGNIZED -> committed(record);
    }
  }

  private void committed(LeaseRecord record) {
    ConnectRequest message = record.unanswered.poll();
    if (message != null && !message.hasCheckpoint()) {
      held.remove(record.lease.name());
      LOG.info("lease=answered {}", describe(record.lease.name()));
    }
  }

  /// A result that the control plane cannot take is a failure of the work; a failure that it cannot
  /// take is left to the lease's end.
  private void refused(LeaseRecord record, WorkAnswer answer) {
    ConnectRequest message = record.unanswered.poll();
    LOG.warn(
        "lease=refused {} code={} why=\"{}\"",
        describe(record.lease.name()),
        answer.getFailure().getCode(),
        answer.getFailure().getMessage());
    if (message == null || message.hasCheckpoint()) {
      return;
    }
    if (!message.hasDone()) {
      held.remove(record.lease.name());
      return;
    }
    WorkFailed.Builder failed =
        WorkFailed.newBuilder()
            .setLease(record.lease.name())
            .setFailure(answer.getFailure())
            .setSeconds(message.getDone().getSeconds())
            .setLog(message.getDone().getLog());
    ConnectRequest instead = ConnectRequest.newBuilder().setFailed(failed).build();
    record.unanswered.add(instead);
    send(instead);
  }

  private void stop(StopWork stop) {
    LeaseRecord record = held.get(stop.getLease());
    if (record == null || record.finished) {
      return;
    }
    if (stop.getNow()) {
      end(stop.getLease(), "stopped at once");
      return;
    }
    LOG.info("lease=stopping {}", describe(stop.getLease()));
    record.lease.become(Standing.STOPPING);
  }

  /// Leaves a lease that is over.
  private void end(LeaseName name, String why) {
    LeaseRecord record = held.remove(name);
    if (record != null) {
      LOG.info("lease=left {} why=\"{}\"", describe(name), why);
      record.leave(Standing.OVER);
      leaving += record.finished ? 0 : 1;
    }
  }

  /// An attempt has ended without an answer, because its lease is over.
  synchronized void left(LeaseName name) {
    if (held.remove(name) == null) {
      leaving--;
    }
    more(1);
  }

  /// Leaves what has run out and, when it is time, renews what is held. Called several times per
  /// renewal, connected or not.
  ///
  /// @return whether the stream is silent for so long that it must be taken for dead
  public synchronized boolean tick() {
    long now = clock.nanos();
    for (LeaseRecord record : new ArrayList<>(held.values())) {
      if (record.lease.isExpired(now)) {
        end(record.lease.name(), "not renewed in time");
      } else if (record.isTimedOut(now)) {
        record.leave(Standing.TIMED_OUT);
      }
    }
    if (out == null || !welcomed) {
      return out != null && now - heardAt > timeToLive();
    }
    if (now - renewalSentAt >= terms.getRenewEveryMs() * 1_000_000) {
      renew(now);
    }
    return now - heardAt > timeToLive() / 2;
  }

  private void renew(long now) {
    renewalSequence++;
    renewalSentAt = now;
    renewals.put(renewalSequence, now);
    send(
        ConnectRequest.newBuilder()
            .setRenewal(
                LeaseRenewal.newBuilder().setSequence(renewalSequence).addAllLeases(held.keySet()))
            .build());
  }

  synchronized void announce(LeaseName name, ConnectRequest message) {
    LeaseRecord record = held.get(name);
    if (record != null) {
      record.unanswered.add(message);
      send(message);
    }
  }

  /// @return whether the lease is still held, so that the answer counts
  synchronized boolean finish(LeaseName name, ConnectRequest message) {
    LeaseRecord record = held.get(name);
    if (record == null) {
      return false;
    }
    record.finished = true;
    announce(name, message);
    LOG.info(
        "lease={} {}", message.getMessageCase().name().toLowerCase(Locale.ROOT), describe(name));
    more(1);
    return true;
  }

  /// Takes no more leases; those held stop at their next checkpoint.
  public synchronized void drain() {
    LOG.info("worker=draining held={}", held.size());
    draining = true;
    send(
        ConnectRequest.newBuilder()
            .setCredits(WorkerCredits.newBuilder().setWithdraw(true))
            .build());
    for (LeaseRecord record : held.values()) {
      if (!record.finished) {
        record.lease.become(Standing.STOPPING);
      }
    }
  }

  /// Whether nothing is left to do or to say.
  public synchronized boolean isDrained() {
    return draining && held.isEmpty();
  }

  /// Ends the stream in order; the control plane takes this worker for gone.
  public synchronized void complete() {
    if (out != null) {
      out.onCompleted();
      lost();
    }
  }

  /// Breaks a stream that is taken for dead.
  public synchronized void abandon() {
    if (out != null) {
      out.onError(Status.CANCELLED.withDescription("no answer in time").asException());
      lost();
    }
  }

  public synchronized long renewEveryMs() {
    return Math.max(10, terms.getRenewEveryMs());
  }

  public synchronized List<LeaseName> held() {
    return List.copyOf(held.keySet());
  }

  synchronized void sendIfIdle(ConnectRequest message) {
    if (welcomed && (!(out instanceof CallStreamObserver<?> stream) || stream.isReady())) {
      send(message);
    }
  }

  private void more(int count) {
    if (count > 0 && welcomed && !draining) {
      send(
          ConnectRequest.newBuilder()
              .setCredits(WorkerCredits.newBuilder().setMore(count))
              .build());
    }
  }

  private void send(ConnectRequest message) {
    if (out != null && (welcomed || message.hasHello())) {
      out.onNext(message);
    }
  }

  private long timeToLive() {
    return terms.getLeaseTimeToLiveMs() * 1_000_000;
  }

  private static String describe(LeaseName name) {
    return "work=" + WorkIds.text(name.getWorkId()) + " fence=" + name.getFence();
  }
}
