package org.cinegraph.server.metrics;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.cinegraph.db.work.ReadBacklog.Backlog;
import org.cinegraph.scheduler.placement.WaitReason;

/// What is so at the moment of the question. What concerns the whole Cinegraph, its queue and its
/// leases, the leader alone tells, so that nothing is told twice.
final class LiveFigures {
  private LiveFigures() {}

  /// Where they are read.
  ///
  /// @param leads whether this process does
  /// @param workers how many are connected here
  /// @param reasons why each waiting work waits; of the leader only
  /// @param backlog what Postgres has; may be a few seconds old, and is absent while Postgres is
  record Sources(
      BooleanSupplier leads,
      IntSupplier workers,
      Supplier<List<WaitReason>> reasons,
      RecentBacklog backlog) {}

  static void register(PrometheusRegistry registry, Sources from) {
    gauge(registry, "leader", "Whether this control plane leads: 1 or 0")
        .callback(told -> told.call(from.leads().getAsBoolean() ? 1 : 0))
        .register(registry);
    gauge(registry, "workers_connected", "Workers whose streams end here")
        .callback(told -> told.call(from.workers().getAsInt()))
        .register(registry);
    gauge(registry, "queue_works", "Works that wait, by reason; told by the leader")
        .labelNames("reason")
        .callback(told -> queue(from).forEach((reason, works) -> told.call(works, reason)))
        .register(registry);
    gauge(registry, "leases", "Works that workers have; told by the leader")
        .callback(told -> leader(from, backlog -> told.call(backlog.leased())))
        .register(registry);
    gauge(registry, "runs_open", "Runs that have not ended; told by the leader")
        .callback(told -> leader(from, backlog -> told.call(backlog.runs())))
        .register(registry);
    gauge(registry, "outbox_rows", "Ends of nodes that Temporal has not been told")
        .callback(told -> from.backlog().now().ifPresent(backlog -> told.call(backlog.untold())))
        .register(registry);
    gauge(registry, "outbox_age_seconds", "Age of the oldest of them; 0 without any")
        .callback(
            told -> from.backlog().now().ifPresent(backlog -> told.call(backlog.untoldSeconds())))
        .register(registry);
  }

  private static GaugeWithCallback.Builder gauge(
      PrometheusRegistry registry, String name, String help) {
    return GaugeWithCallback.builder().name("cinegraph_" + name).help(help);
  }

  private static void leader(Sources from, Consumer<Backlog> told) {
    if (from.leads().getAsBoolean()) {
      from.backlog().now().ifPresent(told);
    }
  }

  /// What Postgres has queued beyond the works with a reason was not looked at yet.
  static SequencedMap<String, Integer> queue(Sources from) {
    SequencedMap<String, Integer> works = new TreeMap<>();
    leader(
        from,
        backlog -> {
          from.reasons().get().forEach(reason -> works.merge(label(reason), 1, Integer::sum));
          int known = works.values().stream().mapToInt(Integer::intValue).sum();
          works.put("not-looked-at", Math.max(0, backlog.queued() - known));
          works.put("paused", backlog.held());
        });
    return works;
  }

  private static String label(WaitReason reason) {
    return switch (reason) {
      case WaitReason.NoWorkerConnected _ -> "no-worker";
      case WaitReason.NoWorkerOffers _ -> "not-offered";
      case WaitReason.OtherProgram _ -> "other-program";
      case WaitReason.NoModelPackage _ -> "no-model";
      case WaitReason.NoLabel _ -> "no-label";
      case WaitReason.NoGpu _ -> "no-gpu";
      case WaitReason.NoMemory _ -> "no-memory";
      case WaitReason.AllBusy _ -> "busy";
      case WaitReason.AllStarting _ -> "starting";
      case WaitReason.AllDrained _ -> "drained";
      case WaitReason.Backoff _ -> "backoff";
    };
  }
}
