package org.cinegraph.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;
import org.cinegraph.db.transition.Transition;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.failure.FailureCategory;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.Value;
import org.junit.jupiter.api.Test;

class CountTransitionsTest {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final CountTransitions count = new CountTransitions(registry);

  @Test
  void attemptsAreCountedByOutcomeAndCategoryAndTheirTimeByTypeAndPhase() throws Exception {
    count.accept(ended("done", Optional.empty(), 2));
    count.accept(ended("done", Optional.empty(), 3));
    count.accept(
        ended(
            "failed",
            Optional.of(new Failure("out-of-memory", FailureCategory.RESOURCE, "too large")),
            1));

    assertThat(Page.lines(registry))
        .contains(
            "cinegraph_attempts_total{category=\"\",outcome=\"done\"} 2.0",
            "cinegraph_attempts_total{category=\"resource\",outcome=\"failed\"} 1.0",
            "cinegraph_device_seconds_total{phase=\"run\",type=\"sample\"} 6.0")
        .noneMatch(line -> line.contains("phase=\"load\""));
  }

  @Test
  void memoHitsAreCountedWhetherThePlanOrTheIntakeFoundThem() throws Exception {
    count.accept(
        event(
            "nodes-hit",
            new FieldWriter()
                .put("nodes", new Value.Items(List.of(new Value.Text("a"), new Value.Text("b"))))
                .fields()));
    count.accept(event("node-hit", new FieldWriter().fields()));
    count.accept(event("node-started", new FieldWriter().fields()));

    assertThat(Page.lines(registry))
        .contains(
            "cinegraph_nodes_ended_total{state=\"hit\"} 3.0",
            "cinegraph_nodes_ended_total{state=\"succeeded\"} 0.0");
  }

  private static Transition event(String type, Value.Fields body) {
    return new Transition.RunChanged(
        new UUID(0, 1), new UUID(0, 2), 1, type, Optional.empty(), body);
  }

  private static Transition ended(String outcome, Optional<Failure> failure, double seconds) {
    SequencedMap<String, Double> phases = new LinkedHashMap<>();
    phases.put("load", 0.0);
    phases.put("run", seconds);
    return new Transition.LeaseEnded(
        new UUID(0, 2), new UUID(0, 3), 1, new UUID(0, 4), "sample", 1, outcome, failure, phases);
  }
}
