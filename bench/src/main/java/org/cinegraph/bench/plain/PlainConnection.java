package org.cinegraph.bench.plain;

import io.grpc.stub.StreamObserver;
import java.util.*;
import java.util.concurrent.*;
import java.util.function.Supplier;
import org.cinegraph.proto.v1.*;
import org.jspecify.annotations.Nullable;

/// The stream, opened again whenever it breaks, with the leases that live longer than it. All state
/// is guarded by this object and worth nothing after the process.
final class PlainConnection implements StreamObserver<ConnectResponse> {
  private final Supplier<WorkerServiceGrpc.WorkerServiceStub> service;
  private final WorkerHello hello;
  private final int credits;
  private final Semaphore broken = new Semaphore(0);
  private final SequencedMap<LeaseName, Held> held = new LinkedHashMap<>();
  private @Nullable StreamObserver<ConnectRequest> out;
  private Welcome terms = Welcome.newBuilder().setRenewEveryMs(1_000).build();
  private LeaseRenewal renewal = LeaseRenewal.getDefaultInstance();
  private long renewalSent;
  private long pause;

  private static final class Held {
    Thread thread = new Thread();
    long deadline;
    @Nullable ConnectRequest answer;
  }

  PlainConnection(
      Supplier<WorkerServiceGrpc.WorkerServiceStub> service, WorkerHello hello, int credits) {
    this.service = service;
    this.hello = hello;
    this.credits = credits;
  }

  void run() throws InterruptedException {
    while (true) {
      synchronized (this) {
        out = service.get().connect(this);
        send(ConnectRequest.newBuilder().setHello(hello.toBuilder().addAllHeld(held.keySet())));
      }
      while (!broken.tryAcquire(terms.getRenewEveryMs(), TimeUnit.MILLISECONDS)) {
        renew();
      }
      pause = Math.clamp(2 * pause, 50, 2_000);
      Thread.sleep(pause);
    }
  }

  @Override
  public synchronized void onNext(ConnectResponse message) {
    switch (message.getMessageCase()) {
      case WELCOME -> welcome(message.getWelcome());
      case LEASE -> take(message.getLease());
      case RENEWED -> renewed(message.getRenewed());
      case ANSWER -> held.remove(message.getAnswer().getLease());
      case STOP -> held.getOrDefault(message.getStop().getLease(), new Held()).thread.interrupt();
      case MESSAGE_NOT_SET -> {}
    }
  }

  @Override
  public synchronized void onError(Throwable cause) {
    System.err.println("stream=broken cause=\"" + cause.getMessage() + "\"");
    onCompleted();
  }

  @Override
  public synchronized void onCompleted() {
    out = null;
    broken.release();
  }

  private void welcome(Welcome welcome) {
    terms = welcome;
    pause = 0;
    welcome.getEndedList().forEach(this::drop);
    int free = credits;
    for (Held lease : held.values()) {
      if (lease.answer == null) {
        free--;
      } else {
        send(lease.answer.toBuilder());
      }
    }
    more(free);
  }

  private void take(Lease lease) {
    Held taken = new Held();
    // Half, because the server began to count before this side did; the first renewal corrects it.
    taken.deadline = System.nanoTime() + terms.getLeaseTimeToLiveMs() * 500_000;
    held.put(lease.getName(), taken);
    taken.thread = Thread.startVirtualThread(() -> compute(lease));
  }

  private void compute(Lease lease) {
    LeaseName name = lease.getName();
    var answer = ConnectRequest.newBuilder();
    try {
      String json = PlainNodeTypes.compute(lease.getParametersJson(), (a, b) -> report(name, a, b));
      var output = answer.getDoneBuilder().setLease(name).addOutputsBuilder().setName("value");
      output.getValueBuilder().setJson(json);
    } catch (InterruptedException stopped) {
      answer.getStoppedBuilder().setLease(name);
    } catch (RuntimeException defect) {
      var failure = answer.getFailedBuilder().setLease(name).getFailureBuilder();
      failure.setCode("node-defect").setCategory(FailureCategory.FAILURE_CATEGORY_FATAL);
      failure.setMessage(lease.getType() + " failed: " + defect.getMessage());
    }
    finish(name, answer);
  }

  private synchronized void report(LeaseName name, int step, int steps) {
    var progress = WorkProgress.newBuilder().setLease(name).setPhase("run");
    send(ConnectRequest.newBuilder().setProgress(progress.setStep(step).setSteps(steps)));
  }

  private synchronized void finish(LeaseName name, ConnectRequest.Builder answer) {
    Held lease = held.get(name);
    if (lease != null) {
      lease.answer = answer.build();
      send(answer);
      more(1);
    }
  }

  private void renewed(LeaseRenewed message) {
    for (LeaseName name : message.getRenewedList()) {
      if (message.getSequence() == renewal.getSequence() && held.containsKey(name)) {
        held.get(name).deadline = renewalSent + terms.getLeaseTimeToLiveMs() * 1_000_000;
      }
    }
    message.getEndedList().forEach(this::drop);
  }

  /// Leaves a lease without an answer: it belongs to somebody else now.
  private void drop(LeaseName name) {
    Held lease = held.remove(name);
    if (lease != null && lease.answer == null) {
      lease.thread.interrupt();
      more(1);
    }
  }

  private synchronized void renew() {
    renewalSent = System.nanoTime();
    List.copyOf(held.entrySet()).stream()
        .filter(lease -> lease.getValue().deadline - renewalSent < 0)
        .forEach(lease -> drop(lease.getKey()));
    var next = LeaseRenewal.newBuilder().setSequence(renewal.getSequence() + 1);
    renewal = next.addAllLeases(held.keySet()).build();
    send(ConnectRequest.newBuilder().setRenewal(renewal));
  }

  private void send(ConnectRequest.Builder message) {
    if (out != null) {
      out.onNext(message.build());
    }
  }

  private void more(int count) {
    send(ConnectRequest.newBuilder().setCredits(WorkerCredits.newBuilder().setMore(count)));
  }
}
