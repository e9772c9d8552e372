package org.cinegraph.server.metrics;

import io.grpc.ServerInterceptor;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import org.cinegraph.db.Database;
import org.cinegraph.db.work.ReadBacklog;
import org.cinegraph.scheduler.dispatch.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The metrics of one control plane and the page on loopback where Prometheus fetches them. What
/// happens is counted here from the start of the process; what is open is read when it is asked
/// for.
///
/// Rendering never depends on it: a page that cannot be opened costs a line in the log.
public final class ControlMetrics implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlMetrics.class);

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final MeasureEventLag eventLag;
  private Optional<HTTPServer> page = Optional.empty();

  private ControlMetrics(Database database, InstantSource clock) {
    database.onTransition(new CountTransitions(registry));
    eventLag = new MeasureEventLag(registry, clock);
  }

  /// Counts from now on.
  public static ControlMetrics of(Database database, InstantSource clock) {
    return new ControlMetrics(database, clock);
  }

  /// Measures the calls of those who watch runs.
  public ServerInterceptor watchers() {
    return eventLag;
  }

  /// @param port where the page stands; none: nobody wants it; 0: somewhere
  public void open(OptionalInt port, Database database, Scheduler scheduler) {
    if (port.isEmpty()) {
      return;
    }
    LiveFigures.register(
        registry,
        new LiveFigures.Sources(
            scheduler::leads,
            () -> scheduler.workers().size(),
            scheduler.waitReasons()::all,
            new RecentBacklog(new ReadBacklog(database)::read, System::nanoTime)));
    try {
      HTTPServer opened =
          HTTPServer.builder()
              .inetAddress(InetAddress.getLoopbackAddress())
              .port(port.getAsInt())
              .registry(registry)
              .buildAndStart();
      LOG.info("metrics=ready port={}", opened.getPort());
      page = Optional.of(opened);
    } catch (IOException e) {
      LOG.warn("metrics=absent port={} why=\"{}\"", port.getAsInt(), e.getMessage());
    }
  }

  @Override
  public void close() {
    page.ifPresent(HTTPServer::close);
  }
}
