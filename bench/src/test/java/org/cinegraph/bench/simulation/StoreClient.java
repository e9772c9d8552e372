package org.cinegraph.bench.simulation;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.cinegraph.db.StorageUnreachable;
import org.cinegraph.db.work.Grant;
import org.cinegraph.db.work.Granted;
import org.cinegraph.db.work.LeaseKey;
import org.cinegraph.db.work.OpenLease;
import org.cinegraph.db.work.QueuedWork;
import org.cinegraph.db.work.RefusedType;
import org.cinegraph.db.work.Report;
import org.cinegraph.db.work.ReportAnswer;
import org.cinegraph.db.work.SavedCheckpoint;
import org.cinegraph.db.work.WorkQueue;
import org.cinegraph.db.work.Workers;
import org.cinegraph.scheduler.storage.LeaseStore;

/// The way of one control plane to storage: it takes time, fails, and fails after the deed.
final class StoreClient implements LeaseStore {
  private final StoreModel model;
  private final VirtualTime time;
  private final Weather weather;
  private final RandomGenerator random;
  private final Mutation mutation;
  private long forgottenEpoch;
  private long epoch;

  StoreClient(
      StoreModel model,
      VirtualTime time,
      Weather weather,
      RandomGenerator random,
      Mutation mutation) {
    this.model = model;
    this.time = time;
    this.weather = weather;
    this.random = random;
    this.mutation = mutation;
  }

  @Override
  public Optional<Long> acquireLeadership(UUID holder, Duration timeToLive) {
    Optional<Long> acquired = call(() -> model.acquire(holder, timeToLive));
    acquired.ifPresent(gained -> epoch = gained);
    return acquired;
  }

  @Override
  public boolean renewLeadership(UUID holder, long held) {
    return call(() -> model.renew(holder, held));
  }

  @Override
  public void resignLeadership(UUID holder, long held) {
    call(() -> {
      model.resign(holder, held);
      return held;
    });
  }

  @Override
  public List<QueuedWork> waiting(int limit) {
    return call(() -> model.waiting(_ -> true, limit));
  }

  @Override
  public List<QueuedWork> ready(List<WorkQueue.Kind> kinds, int limit) {
    return call(() -> model.waiting(work -> work.notBefore <= time.now(), limit));
  }

  @Override
  public List<OpenLease> openLeases() {
    if (mutation == Mutation.NEW_LEADER_FORGETS_LEASES && forgottenEpoch != epoch) {
      forgottenEpoch = epoch;
      return List.of();
    }
    return call(() -> model.openLeases(_ -> true));
  }

  @Override
  public List<OpenLease> openLeases(List<UUID> works) {
    Set<UUID> wanted = new LinkedHashSet<>(works);
    return call(() -> model.openLeases(wanted::contains));
  }

  @Override
  public List<Granted> grant(long leaderEpoch, List<Grant> wanted) {
    return call(() -> model.grant(leaderEpoch, wanted));
  }

  @Override
  public List<ReportAnswer> commit(List<Report> reports) {
    if (mutation == Mutation.STORE_ANSWERS_BEFORE_IT_COMMITS && !weather.storageIsThere()) {
      return reports.stream().map(_ -> (ReportAnswer) new ReportAnswer.Committed()).toList();
    }
    return call(() -> model.commit(reports));
  }

  @Override
  public ReportAnswer save(LeaseKey lease, SavedCheckpoint checkpoint) {
    return call(() -> model.save(lease, checkpoint));
  }

  @Override
  public List<RefusedType> hello(Workers.Hello hello) {
    return call(() -> List.of());
  }

  @Override
  public void disconnected(UUID worker) {
    call(() -> worker);
  }

  private <T> T call(Supplier<T> transaction) {
    Duration there = weather.storageDelay(random);
    time.pass(there);
    unreachableIf(!weather.storageIsThere());
    T result = transaction.get();
    time.pass(weather.storageDelay(random));
    unreachableIf(weather.storageAnswerIsLost(random));
    return result;
  }

  private static void unreachableIf(boolean away) {
    if (away) {
      throw StorageUnreachable.at("simulation", new IOException("simulated"));
    }
  }
}
