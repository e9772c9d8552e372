package org.cinegraph.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.cinegraph.proto.v1.ControlServiceGrpc;
import org.cinegraph.proto.v1.NodeProgress;
import org.cinegraph.proto.v1.RunEvent;
import org.cinegraph.proto.v1.WatchRunRequest;
import org.cinegraph.proto.v1.WatchRunResponse;
import org.junit.jupiter.api.Test;

class MeasureEventLagTest {
  private static final Instant BEGAN = Instant.ofEpochSecond(1_000);

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final AtomicReference<Instant> now = new AtomicReference<>(BEGAN);
  private final SentCall watcher = new SentCall();

  @Test
  void anEventThatHappensWhileSomebodyWatchesIsMeasuredAndSent() throws Exception {
    ServerCall<WatchRunRequest, WatchRunResponse> call = watch();
    now.set(BEGAN.plusMillis(1_250));
    call.sendMessage(event(BEGAN.plusMillis(1_000)));

    assertThat(watcher.sent).hasSize(1);
    assertThat(lag()).contains("cinegraph_event_lag_seconds_sum 0.25");
  }

  @Test
  void whatWasThereBeforeTheWatcherCameIsNotMeasured() throws Exception {
    ServerCall<WatchRunRequest, WatchRunResponse> call = watch();
    call.sendMessage(event(BEGAN.minusSeconds(600)));
    call.sendMessage(
        WatchRunResponse.newBuilder().setProgress(NodeProgress.getDefaultInstance()).build());

    assertThat(watcher.sent).hasSize(2);
    assertThat(lag()).contains("cinegraph_event_lag_seconds_count 0");
  }

  private List<String> lag() throws IOException {
    return Page.lines(registry);
  }

  private ServerCall<WatchRunRequest, WatchRunResponse> watch() {
    List<ServerCall<WatchRunRequest, WatchRunResponse>> seen = new ArrayList<>();
    new MeasureEventLag(registry, now::get)
        .interceptCall(
            watcher,
            new Metadata(),
            (call, _) -> {
              seen.add(call);
              return new ServerCall.Listener<>() {};
            });
    return seen.getFirst();
  }

  private static WatchRunResponse event(Instant at) {
    return WatchRunResponse.newBuilder()
        .setEvent(
            RunEvent.newBuilder()
                .setAt(
                    Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano())))
        .build();
  }

  /// A call whose messages are kept.
  private static final class SentCall extends ServerCall<WatchRunRequest, WatchRunResponse> {
    private final List<WatchRunResponse> sent = new ArrayList<>();

    @Override
    public void sendMessage(WatchRunResponse message) {
      sent.add(message);
    }

    @Override
    public void request(int messages) {}

    @Override
    public void sendHeaders(Metadata headers) {}

    @Override
    public void close(Status status, Metadata trailers) {}

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public MethodDescriptor<WatchRunRequest, WatchRunResponse> getMethodDescriptor() {
      return ControlServiceGrpc.getWatchRunMethod();
    }
  }
}
