package org.cinegraph.bench.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cinegraph.cli.client.RunId;
import org.cinegraph.proto.v1.SubmitRunResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What Prometheus and the reader of a log find of a run through every process.
class MetricsTest {
  private static final String GRAPH =
      """
      graph: two-nodes
      nodes:
        first:  {type: no-op, with: {salt: metrics}}
        second: {type: no-op, with: {after: $first.value}}
      outputs:
        last: $second.value
      """;

  @TempDir Path folder;

  @Test
  void aRunMovesTheMetricsAndIsFoundInTheLogByItsId() throws Exception {
    int page = StackFixture.freePort();
    try (StackFixture stack = new StackFixture(folder)) {
      stack.startControlPlaneWithMetrics(page);
      stack.startPlainWorker();
      SubmitRunResponse submitted = stack.submit(GRAPH, 0);
      stack.eventsUntilEnd(submitted.getRun().getRunId());

      Map<String, Double> told = scrape(page);
      assertThat(told)
          .containsEntry("cinegraph_leader", 1.0)
          .containsEntry("cinegraph_workers_connected", 1.0)
          .containsEntry("cinegraph_leases_granted_total", 2.0)
          .containsEntry("cinegraph_attempts_total{category=\"\",outcome=\"done\"}", 2.0)
          .containsEntry("cinegraph_nodes_ended_total{state=\"succeeded\"}", 2.0)
          .containsEntry("cinegraph_nodes_ended_total{state=\"hit\"}", 0.0)
          .containsEntry("cinegraph_runs_ended_total{state=\"succeeded\"}", 1.0)
          .containsEntry("cinegraph_stale_reports_total", 0.0)
          .containsEntry("cinegraph_leases", 0.0)
          .containsEntry("cinegraph_queue_works{reason=\"not-looked-at\"}", 0.0)
          .containsKey("cinegraph_outbox_age_seconds")
          .hasEntrySatisfying(
              "cinegraph_event_lag_seconds_count", lag -> assertThat(lag).isGreaterThan(0));
      assertThat(story(stack, RunId.written(submitted.getRun().getRunId())))
          .startsWith("event=run-submitted", "event=run-planned")
          .containsSubsequence(
              "lease=granted", "lease=done", "lease=granted", "lease=done", "event=run-succeeded");
    }
  }

  /// How the lines with the run's id begin.
  private static List<String> story(StackFixture stack, String run) throws IOException {
    return stack.logOfControlPlane().stream()
        .filter(line -> line.contains("run=" + run))
        .map(line -> line.replaceAll(".*? - (\\S+) .*", "$1"))
        .toList();
  }

  private static Map<String, Double> scrape(int port) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    Map<String, Double> told = new TreeMap<>();
    answer
        .body()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(line -> {
          int space = line.lastIndexOf(' ');
          told.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
        });
    return told;
  }
}
