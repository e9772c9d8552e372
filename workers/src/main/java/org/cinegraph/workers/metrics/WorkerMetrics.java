package org.cinegraph.workers.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.cinegraph.graph.failure.FailureCategory;
import org.cinegraph.workers.attempt.AttemptFigures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The metrics of one worker and the page on loopback where Prometheus fetches them. Counted from
/// the start of the process.
///
/// Rendering never depends on it: a page that cannot be opened costs a line in the log.
public final class WorkerMetrics implements AttemptFigures, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerMetrics.class);
  private static final double NANO = 1e-9;

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Counter attempts =
      Counter.builder()
          .name("cinegraph_worker_attempts")
          .help("Attempts that ended here, with the category of a failure")
          .labelNames("outcome", "category")
          .withoutExemplars()
          .register(registry);
  private final Histogram steps =
      Histogram.builder()
          .name("cinegraph_step_seconds")
          .help("Time of one step of a loop, by node type")
          .labelNames("type")
          .classicOnly()
          .classicUpperBounds(.001, .01, .05, .1, .2, .5, 1, 2, 5, 10, 30, 60, 300)
          .withoutExemplars()
          .register(registry);
  private final Histogram checkpoints =
      Histogram.builder()
          .name("cinegraph_checkpoint_seconds")
          .help("Time to write and store the state of a loop")
          .classicOnly()
          .classicUpperBounds(.001, .005, .01, .02, .05, .1, .2, .5, 1, 5, 30)
          .withoutExemplars()
          .register(registry);
  private final Counter checkpointBytes =
      Counter.builder()
          .name("cinegraph_checkpoint_bytes")
          .help("Bytes of states that were stored")
          .withoutExemplars()
          .register(registry);
  private final Counter missed =
      Counter.builder()
          .name("cinegraph_checkpoints_missed")
          .help("States that could not be stored")
          .withoutExemplars()
          .register(registry);
  private Optional<HTTPServer> page = Optional.empty();

  /// @param port where the page stands; 0: somewhere
  /// @param leases how many this worker holds
  /// @return where it stands; none: it could not be opened
  public Optional<Integer> open(int port, IntSupplier leases) {
    GaugeWithCallback.builder()
        .name("cinegraph_worker_leases")
        .help("Leases that this worker holds")
        .callback(told -> told.call(leases.getAsInt()))
        .register(registry);
    try {
      page =
          Optional.of(
              HTTPServer.builder()
                  .inetAddress(InetAddress.getLoopbackAddress())
                  .port(port)
                  .registry(registry)
                  .buildAndStart());
      page.ifPresent(opened -> LOG.info("metrics=ready port={}", opened.getPort()));
    } catch (IOException e) {
      LOG.warn("metrics=absent port={} why=\"{}\"", port, e.getMessage());
    }
    return page.map(HTTPServer::getPort);
  }

  @Override
  public void stepped(String type, long nanos) {
    steps.labelValues(type).observe(nanos * NANO);
  }

  @Override
  public void checkpointed(long bytes, long nanos) {
    checkpoints.observe(nanos * NANO);
    checkpointBytes.inc(bytes);
  }

  @Override
  public void checkpointMissed() {
    missed.inc();
  }

  @Override
  public void done() {
    attempts.labelValues("done", "").inc();
  }

  @Override
  public void failed(FailureCategory category) {
    attempts.labelValues("failed", category.name().toLowerCase(Locale.ROOT)).inc();
  }

  @Override
  public void stopped() {
    attempts.labelValues("stopped", "").inc();
  }

  @Override
  public void abandoned() {
    attempts.labelValues("abandoned", "").inc();
  }

  @Override
  public void close() {
    page.ifPresent(HTTPServer::close);
  }
}
