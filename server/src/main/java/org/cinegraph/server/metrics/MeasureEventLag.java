package org.cinegraph.server.metrics;

import com.google.protobuf.Timestamp;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.cinegraph.proto.v1.WatchRunResponse;

/// How long an event takes from the begin of its transaction until it is sent to a watcher. Only
/// what happens while somebody watches counts: of an event that was there before he came, the age
/// says nothing.
///
/// The begin is by the clock of Postgres, the sending by that of this process; where they run on
/// different machines, the difference of their clocks is in it.
final class MeasureEventLag implements ServerInterceptor {
  private static final double MILLI = 1e-3;

  private final Histogram lag;
  private final InstantSource clock;

  MeasureEventLag(PrometheusRegistry registry, InstantSource clock) {
    this.clock = clock;
    this.lag =
        Histogram.builder()
            .name("cinegraph_event_lag_seconds")
            .help("From the begin of an event's transaction until it is sent to a watcher")
            .classicOnly()
            .classicUpperBounds(.002, .005, .01, .02, .05, .1, .2, .5, 1, 2, 5)
            .withoutExemplars()
            .register(registry);
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Instant began = clock.instant();
    return next.startCall(
        new SimpleForwardingServerCall<>(call) {
          @Override
          public void sendMessage(A message) {
            if (message instanceof WatchRunResponse news) {
              measure(began, news);
            }
            super.sendMessage(message);
          }
        },
        headers);
  }

  private void measure(Instant began, WatchRunResponse news) {
    if (news.hasEvent()) {
      measure(began, news.getEvent().getAt());
    }
    news.getEvents().getEventsList().forEach(event -> measure(began, event.getAt()));
  }

  private void measure(Instant began, Timestamp at) {
    Instant happened = Instant.ofEpochSecond(at.getSeconds(), at.getNanos());
    if (happened.isAfter(began)) {
      long millis = Duration.between(happened, clock.instant()).toMillis();
      lag.observe(Math.max(0, millis) * MILLI);
    }
  }
}
