package org.cinegraph.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.cinegraph.db.work.ReadBacklog.Backlog;
import org.cinegraph.scheduler.placement.WaitReason;
import org.junit.jupiter.api.Test;

class LiveFiguresTest {
  private static final List<WaitReason> REASONS =
      List.of(new WaitReason.AllBusy(2), new WaitReason.AllBusy(1), new WaitReason.NoGpu("sample"));

  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger reads = new AtomicInteger();

  @Test
  void theLeaderTellsTheQueueByReasonAndWhatItHasNotLookedAt() throws Exception {
    assertThat(page(true))
        .contains(
            "cinegraph_leader 1.0",
            "cinegraph_queue_works{reason=\"busy\"} 2.0",
            "cinegraph_queue_works{reason=\"no-gpu\"} 1.0",
            "cinegraph_queue_works{reason=\"not-looked-at\"} 4.0",
            "cinegraph_queue_works{reason=\"paused\"} 3.0",
            "cinegraph_leases 5.0",
            "cinegraph_runs_open 9.0",
            "cinegraph_outbox_rows 1.0",
            "cinegraph_outbox_age_seconds 2.5");
  }

  @Test
  void whoDoesNotLeadTellsNothingOfTheQueue() throws Exception {
    assertThat(page(false))
        .contains("cinegraph_leader 0.0", "cinegraph_outbox_rows 1.0")
        .noneMatch(line -> line.contains("queue_works") || line.contains("cinegraph_leases"));
  }

  @Test
  void postgresIsAskedOnceInAFewSecondsHoweverOftenSomebodyLooks() {
    RecentBacklog recent = recent(false);
    recent.now();
    recent.now();
    now.addAndGet(RecentBacklog.KEPT.toNanos() - 1);
    recent.now();
    assertThat(reads).hasValue(1);
    now.addAndGet(1);
    recent.now();
    assertThat(reads).hasValue(2);
  }

  @Test
  void whilePostgresIsAwayThereIsNoBacklog() {
    assertThat(recent(true).now()).isEmpty();
  }

  private List<String> page(boolean leads) throws IOException {
    PrometheusRegistry registry = new PrometheusRegistry();
    LiveFigures.register(
        registry, new LiveFigures.Sources(() -> leads, () -> 2, () -> REASONS, recent(false)));
    return Page.lines(registry);
  }

  private RecentBacklog recent(boolean away) {
    return new RecentBacklog(
        () -> {
          reads.incrementAndGet();
          if (away) {
            throw new IllegalStateException("Nobody answers");
          }
          return new Backlog(7, 3, 5, 1, 2.5, 9);
        },
        now::get);
  }
}
