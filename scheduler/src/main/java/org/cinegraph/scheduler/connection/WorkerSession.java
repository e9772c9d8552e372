package org.cinegraph.scheduler.connection;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.cinegraph.db.work.Granted;
import org.cinegraph.db.work.LeaseKey;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.plan.ModelPackage;
import org.cinegraph.proto.FailureMetadata;
import org.cinegraph.proto.v1.ConnectResponse;
import org.cinegraph.proto.v1.LeaseName;
import org.cinegraph.proto.v1.StopWork;
import org.cinegraph.scheduler.placement.Capacity;
import org.cinegraph.scheduler.placement.WorkerView;
import org.cinegraph.scheduler.wire.WriteWire;

/// One open stream of a worker: its credits, the leases that it is known to hold, and the only way
/// to send to it. Lives as long as the stream; safe for any number of threads.
public final class WorkerSession {
  private static final int MOST_CREDITS = 10_000;
  private static final int REMEMBERED_PACKAGES = 4;

  private final WorkerFacts facts;
  private final StreamObserver<ConnectResponse> out;
  private final SequencedMap<UUID, KnownLease> known = new LinkedHashMap<>();
  private final Map<LeaseKey, HangWatch> watched = new LinkedHashMap<>();
  private final SequencedSet<Digest> warm = new LinkedHashSet<>();
  private int credits;
  private boolean open = true;
  private boolean drained;
  private boolean renewed;
  private boolean asked;

  WorkerSession(WorkerFacts facts, StreamObserver<ConnectResponse> out) {
    this.facts = facts;
    this.out = out;
  }

  public WorkerFacts facts() {
    return facts;
  }

  /// Sends a lease that was granted, if the worker still takes one.
  ///
  /// @return false: the worker will never hear of it
  public synchronized boolean deliver(Granted granted, ByteString secret) {
    if (!open || credits == 0) {
      return false;
    }
    LeaseName name =
        LeaseName.newBuilder()
            .setWorkId(WriteWire.id(granted.work()))
            .setFence(granted.fence())
            .setSecret(secret)
            .build();
    LeaseKey key = new LeaseKey(granted.work(), granted.fence(), Digest.of(secret.toByteArray()));
    known.put(granted.work(), new KnownLease(key, name, false));
    granted.request().models().values().forEach(this::remember);
    credits--;
    return send(ConnectResponse.newBuilder().setLease(WriteWire.lease(name, granted)).build());
  }

  /// How the worker looks to a decision.
  ///
  /// @param leases open ones, with the memory they take
  public synchronized WorkerView view(int leases, Capacity.Load used) {
    return new WorkerView(
        facts.id(),
        facts.offers(),
        facts.packages(),
        facts.hello().unusable(),
        facts.capacity(),
        open ? credits : 0,
        leases,
        used,
        warm,
        drained,
        !asked && leases == 0,
        new TreeSet<>(facts.hello().labels()));
  }

  /// Whether a person keeps the worker free; the truth is its row.
  ///
  /// @return whether that is new
  public synchronized boolean drain(boolean keepFree) {
    boolean changed = drained != keepFree;
    drained = keepFree;
    return changed;
  }

  public synchronized List<KnownLease> known() {
    return List.copyOf(known.values());
  }

  /// Tells the worker to leave a lease: at its next checkpoint, once, or at once and for good.
  public synchronized void stop(KnownLease lease, boolean now) {
    KnownLease current = known.get(lease.key().work());
    if (current == null || !current.is(lease.key()) || (current.stopTold() && !now)) {
      return;
    }
    if (now) {
      known.remove(lease.key().work());
    } else {
      known.put(lease.key().work(), new KnownLease(lease.key(), lease.name(), true));
    }
    send(
        ConnectResponse.newBuilder()
            .setStop(StopWork.newBuilder().setLease(lease.name()).setNow(now))
            .build());
  }

  /// The worker says how far a lease is that it is known to hold.
  synchronized void progressed(
      LeaseKey key, int step, int parts, int steps, String phase, long now) {
    watched.computeIfAbsent(key, _ -> new HangWatch()).progressed(step, parts, steps, phase, now);
  }

  /// The leases that the worker holds and gets nowhere with, each once, with the time since its
  /// last progress.
  ///
  /// @param now nanoseconds of the clock by which [#progressed] is told
  public synchronized SequencedMap<LeaseKey, Duration> hung(long now) {
    watched.keySet().removeIf(key -> knows(key).isEmpty());
    SequencedMap<LeaseKey, Duration> hung = new LinkedHashMap<>();
    for (KnownLease lease : known.values()) {
      Optional.ofNullable(watched.get(lease.key()))
          .flatMap(watch -> watch.hungFor(now))
          .ifPresent(silent -> hung.put(lease.key(), silent));
    }
    return hung;
  }

  synchronized Optional<KnownLease> knows(LeaseKey named) {
    return Optional.ofNullable(known.get(named.work())).filter(lease -> lease.is(named));
  }

  synchronized void know(LeaseKey key, LeaseName name) {
    if (knows(key).isEmpty()) {
      known.put(key.work(), new KnownLease(key, name, false));
    }
  }

  synchronized void forget(LeaseKey key) {
    if (knows(key).isPresent()) {
      known.remove(key.work());
    }
  }

  /// Whether the worker renews for the first time on this stream; true once.
  synchronized boolean isFirstRenewal() {
    boolean first = !renewed;
    renewed = true;
    return first;
  }

  /// @return whether that many are allowed
  synchronized boolean addCredits(int more) {
    if (more < 0 || more > MOST_CREDITS - credits) {
      return false;
    }
    credits += more;
    asked |= more > 0;
    return true;
  }

  synchronized void withdrawCredits() {
    credits = 0;
  }

  synchronized boolean send(ConnectResponse message) {
    if (!open) {
      return false;
    }
    try {
      out.onNext(message);
      return true;
    } catch (StatusRuntimeException | IllegalStateException gone) {
      open = false;
      return false;
    }
  }

  /// Ends the stream with a reason.
  synchronized void close(Status.Code code, Failure failure) {
    if (!open) {
      return;
    }
    open = false;
    try {
      out.onError(FailureMetadata.refusal(code, WriteWire.failure(failure)));
    } catch (StatusRuntimeException | IllegalStateException gone) {
      // The peer was faster: the stream is closed, which was the aim.
    }
  }

  /// The peer closed the stream.
  synchronized void left() {
    open = false;
  }

  /// Packages that the worker used last stay loaded for a while.
  private void remember(ModelPackage pin) {
    warm.remove(pin.digest());
    warm.addFirst(pin.digest());
    while (warm.size() > REMEMBERED_PACKAGES) {
      warm.removeLast();
    }
  }
}
