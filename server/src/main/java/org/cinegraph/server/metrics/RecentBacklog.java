package org.cinegraph.server.metrics;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.cinegraph.db.work.ReadBacklog.Backlog;

/// The backlog as it was at most a few seconds ago: however often somebody asks, Postgres is not
/// asked more often than that. While Postgres is away or slow there is none, and nobody waits for
/// it: the other figures are told all the same.
final class RecentBacklog {
  static final Duration KEPT = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Supplier<Backlog> read;
  private final LongSupplier nanoTime;
  private Optional<Backlog> last = Optional.empty();
  private long lastAt;

  RecentBacklog(Supplier<Backlog> read, LongSupplier nanoTime) {
    this.read = read;
    this.nanoTime = nanoTime;
    this.lastAt = nanoTime.getAsLong() - KEPT.toNanos();
  }

  synchronized Optional<Backlog> now() {
    long now = nanoTime.getAsLong();
    if (now - lastAt >= KEPT.toNanos()) {
      lastAt = now;
      last =
          CompletableFuture.supplyAsync(() -> Optional.of(read.get()), Thread::startVirtualThread)
              .completeOnTimeout(Optional.empty(), PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
              .exceptionally(_ -> Optional.empty())
              .join();
    }
    return last;
  }
}
