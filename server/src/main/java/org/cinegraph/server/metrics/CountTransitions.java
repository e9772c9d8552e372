package org.cinegraph.server.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.cinegraph.db.transition.Transition;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.value.Value;

/// Counts what this process has committed. Every transition is committed by one control plane, so
/// the sum over all of them is the truth.
final class CountTransitions implements Consumer<Transition> {
  private final Counter leases;
  private final Counter attempts;
  private final Counter stale;
  private final Counter nodes;
  private final Counter runs;
  private final Counter seconds;

  CountTransitions(PrometheusRegistry registry) {
    leases = counter(registry, "leases_granted", "Leases given to workers");
    attempts =
        counter(
            registry,
            "attempts",
            "Attempts that ended: done, failed, stopped or lost; with the category of a failure",
            "outcome",
            "category");
    stale = counter(registry, "stale_reports", "Reports of leases that were over");
    nodes = counter(registry, "nodes_ended", "Nodes that ended; hit is a memo hit", "state");
    runs = counter(registry, "runs_ended", "Runs that ended", "state");
    seconds =
        counter(
            registry, "device_seconds", "Time of workers, by node type and phase", "type", "phase");
    for (String state : new String[] {"succeeded", "hit", "failed", "skipped", "stopped"}) {
      nodes.initLabelValues(state);
    }
  }

  private static Counter counter(
      PrometheusRegistry registry, String name, String help, String... labels) {
    return Counter.builder()
        .name("cinegraph_" + name)
        .help(help)
        .labelNames(labels)
        .withoutExemplars()
        .register(registry);
  }

  @Override
  public void accept(Transition transition) {
    switch (transition) {
      case Transition.RunChanged changed -> changed(changed);
      case Transition.LeaseGranted _ -> leases.inc();
      case Transition.LeaseEnded ended -> {
        attempts.labelValues(ended.outcome(), category(ended.failure())).inc();
        ended
            .seconds()
            .forEach((phase, spent) -> {
              if (spent > 0) {
                seconds.labelValues(ended.type(), phase).inc(spent);
              }
            });
      }
      case Transition.StaleReport _ -> stale.inc();
    }
  }

  private void changed(Transition.RunChanged changed) {
    switch (changed.type()) {
      case "node-succeeded", "node-hit", "node-failed", "node-skipped", "node-stopped" ->
          nodes.labelValues(changed.type().substring("node-".length())).inc();
      case "nodes-hit" -> {
        if (changed.body().fields().get("nodes") instanceof Value.Items(var names)) {
          nodes.labelValues("hit").inc(names.size());
        }
      }
      case "run-succeeded", "run-failed", "run-stopped" ->
          runs.labelValues(changed.type().substring("run-".length())).inc();
      default -> {
        // An event that ends nothing.
      }
    }
  }

  private static String category(Optional<Failure> failure) {
    return failure.map(found -> found.category().name().toLowerCase(Locale.ROOT)).orElse("");
  }
}
