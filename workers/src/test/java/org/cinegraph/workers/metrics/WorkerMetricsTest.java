package org.cinegraph.workers.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.proto.v1.ConnectRequest.MessageCase;
import org.cinegraph.proto.v1.ConnectResponse;
import org.cinegraph.workers.fake.ManualClock;
import org.cinegraph.workers.fake.MixingNode;
import org.cinegraph.workers.fake.RunningWorker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerMetricsTest {
  @TempDir private Path folder;

  @Test
  void aLoopMovesStepsCheckpointsAndAttemptsOnThePage() throws Exception {
    ManualClock clock = new ManualClock();
    MixingNode node = new MixingNode(_ -> clock.advanceMillis(1_100));
    try (RunningWorker worker = new RunningWorker(folder, clock, node)) {
      int port = worker.metrics.open(0, () -> 3).orElseThrow();
      StreamObserver<ConnectResponse> stream = worker.control.welcome(RunningWorker.TERMS);
      Digest image = worker.control.put("some picture".getBytes(StandardCharsets.UTF_8));
      stream.onNext(ConnectResponse.newBuilder().setLease(RunningWorker.mix(1, image, 6)).build());
      worker.control.next(MessageCase.CHECKPOINT);
      worker.control.next(MessageCase.CHECKPOINT);
      worker.control.nextAnswer();

      assertThat(scrape(port))
          .contains(
              "cinegraph_worker_leases 3.0",
              "cinegraph_step_seconds_count{type=\"mix\"} 6",
              "cinegraph_checkpoint_seconds_count 2",
              "cinegraph_checkpoints_missed_total 0.0",
              "cinegraph_worker_attempts_total{category=\"\",outcome=\"done\"} 1.0")
          .anyMatch(line -> line.matches("cinegraph_step_seconds_sum\\{type=\"mix\"} 6\\.[56].*"))
          .anyMatch(line -> line.matches("cinegraph_checkpoint_bytes_total [1-9].*"));
    }
  }

  @Test
  void aPortThatIsTakenCostsALineInTheLogAndNoMore() {
    try (WorkerMetrics first = new WorkerMetrics();
        WorkerMetrics second = new WorkerMetrics()) {
      int port = first.open(0, () -> 0).orElseThrow();
      assertThat(second.open(port, () -> 0)).isEmpty();
    }
  }

  private static List<String> scrape(int port) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build(),
            HttpResponse.BodyHandlers.ofString())
        .body()
        .lines()
        .toList();
  }
}
