package org.cinegraph.bench.engine;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.cinegraph.bench.plain.PlainNodeTypes;
import org.cinegraph.proto.v1.ConnectRequest;
import org.cinegraph.proto.v1.ConnectResponse;
import org.cinegraph.proto.v1.Device;
import org.cinegraph.proto.v1.DeviceKind;
import org.cinegraph.proto.v1.Lease;
import org.cinegraph.proto.v1.LeaseName;
import org.cinegraph.proto.v1.NamedValue;
import org.cinegraph.proto.v1.PortValue;
import org.cinegraph.proto.v1.WorkDone;
import org.cinegraph.proto.v1.WorkerCredits;
import org.cinegraph.proto.v1.WorkerHello;
import org.cinegraph.proto.v1.WorkerServiceGrpc;

/// A worker for one lease at a time that reports each as done at once and notes when each message
/// came and went. It renews nothing: a bench's leases end long before they expire.
final class DispatchProbe implements StreamObserver<ConnectResponse>, AutoCloseable {
  private final ManagedChannel channel;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final List<Sample> samples = new ArrayList<>();
  private Optional<StreamObserver<ConnectRequest>> out = Optional.empty();
  private Optional<Lease> waiting = Optional.empty();
  private boolean held;
  private boolean ended;
  private volatile boolean paced;
  private LeaseName reported = LeaseName.getDefaultInstance();
  private boolean reportedFirst;
  private long reportedAt;
  private long answeredAt;

  /// @param fromAnswerMillis since the answer that its first node's end was committed
  /// @param fromReportMillis since the report of that end
  record Sample(double fromAnswerMillis, double fromReportMillis) {}

  private DispatchProbe(ManagedChannel channel) {
    this.channel = channel;
  }

  static DispatchProbe connect(String server, String token) throws IOException {
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
    ManagedChannel channel =
        NettyChannelBuilder.forTarget(server).usePlaintext().directExecutor().build();
    DispatchProbe probe = new DispatchProbe(channel);
    probe.open(
        WorkerServiceGrpc.newStub(channel)
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
            .connect(probe));
    return probe;
  }

  /// The next lease is kept until [#release].
  synchronized void hold() {
    held = true;
  }

  synchronized void release() {
    held = false;
    waiting.ifPresent(this::report);
    waiting = Optional.empty();
  }

  /// Waits for the lease that [#hold] keeps.
  ///
  /// @return false: the control plane ended the stream first
  synchronized boolean awaitLease() throws InterruptedException {
    while (waiting.isEmpty() && !ended) {
      wait();
    }
    return waiting.isPresent();
  }

  /// Takes a lease every so often from now on, where one waits.
  void pace(Duration every) {
    paced = true;
    clock.scheduleAtFixedRate(
        () -> send(credit()), every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// What was noted since the last call.
  synchronized List<Sample> samples() {
    List<Sample> taken = List.copyOf(samples);
    samples.clear();
    return taken;
  }

  @Override
  public synchronized void onNext(ConnectResponse message) {
    switch (message.getMessageCase()) {
      case WELCOME -> send(credit());
      case LEASE -> take(message.getLease(), System.nanoTime());
      case ANSWER -> {
        if (message.getAnswer().getLease().equals(reported)) {
          answeredAt = System.nanoTime();
        }
      }
      case RENEWED, STOP, MESSAGE_NOT_SET -> {}
    }
  }

  @Override
  public synchronized void onError(Throwable cause) {
    // Whoever waits for the end of a run notices that it does not come.
    ended = true;
    notifyAll();
  }

  @Override
  public void onCompleted() {}

  @Override
  public void close() {
    clock.shutdownNow();
    channel.shutdownNow();
  }

  private synchronized void open(StreamObserver<ConnectRequest> stream) throws IOException {
    out = Optional.of(stream);
    UUID id = UUID.randomUUID();
    ByteBuffer bytes = ByteBuffer.allocate(16).putLong(id.getMostSignificantBits());
    send(
        ConnectRequest.newBuilder()
            .setHello(
                WorkerHello.newBuilder()
                    .setWorkerId(
                        ByteString.copyFrom(bytes.putLong(id.getLeastSignificantBits()).flip()))
                    .setName("probe")
                    .setProtocolVersion(1)
                    .setProcessId(ProcessHandle.current().pid())
                    .addAllNodeTypes(PlainNodeTypes.offered())
                    .addDevices(
                        Device.newBuilder().setKind(DeviceKind.DEVICE_KIND_CPU).setName("cpu"))
                    .setHostMemoryBytes(Runtime.getRuntime().maxMemory()))
            .build());
  }

  private void take(Lease lease, long now) {
    if (isSecond(lease) && reportedFirst) {
      samples.add(new Sample((now - answeredAt) / 1e6, (now - reportedAt) / 1e6));
    }
    if (held) {
      waiting = Optional.of(lease);
      notifyAll();
    } else {
      report(lease);
    }
  }

  private void report(Lease lease) {
    reported = lease.getName();
    reportedFirst = !isSecond(lease);
    WorkDone.Builder done = WorkDone.newBuilder().setLease(lease.getName());
    done.addOutputs(
        NamedValue.newBuilder()
            .setName("value")
            .setValue(PortValue.newBuilder().setJson("{\"salt\":\"\"}")));
    reportedAt = System.nanoTime();
    send(ConnectRequest.newBuilder().setDone(done).build());
    if (!paced) {
      send(credit());
    }
  }

  private static boolean isSecond(Lease lease) {
    return lease.getParametersJson().contains("\"salt\":\"second\"");
  }

  private static ConnectRequest credit() {
    return ConnectRequest.newBuilder().setCredits(WorkerCredits.newBuilder().setMore(1)).build();
  }

  private synchronized void send(ConnectRequest message) {
    out.orElseThrow().onNext(message);
  }
}
