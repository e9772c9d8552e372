package org.cinegraph.workers.fake;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.nodes.sdk.NodeType;
import org.cinegraph.nodes.tensor.device.ComputeDevice;
import org.cinegraph.nodes.tensor.device.DeviceInventory;
import org.cinegraph.nodes.tensor.model.FileDigests;
import org.cinegraph.proto.v1.ConnectResponse;
import org.cinegraph.proto.v1.Lease;
import org.cinegraph.proto.v1.LeaseName;
import org.cinegraph.proto.v1.NamedValue;
import org.cinegraph.proto.v1.PortValue;
import org.cinegraph.proto.v1.StopWork;
import org.cinegraph.proto.v1.Welcome;
import org.cinegraph.proto.v1.WorkerHello;
import org.cinegraph.proto.v1.WorkerServiceGrpc;
import org.cinegraph.workers.artifact.ArtifactCache;
import org.cinegraph.workers.artifact.GrpcTransfer;
import org.cinegraph.workers.attempt.Machine;
import org.cinegraph.workers.attempt.Workshop;
import org.cinegraph.workers.catalog.NodeTypes;
import org.cinegraph.workers.catalog.OfferedNode;
import org.cinegraph.workers.metrics.WorkerMetrics;
import org.cinegraph.workers.model.ModelFolders;
import org.cinegraph.workers.model.ModelResidency;
import org.cinegraph.workers.stream.Connection;
import org.cinegraph.workers.stream.ConnectionLoop;
import org.cinegraph.workers.stream.MonotonicClock;

/// A whole worker in this process, one gRPC channel away from a [FakeControlPlane].
public final class RunningWorker implements AutoCloseable {
  public static final Digest PROGRAM = Digest.of("the program of all test nodes");
  public static final Welcome TERMS =
      Welcome.newBuilder().setLeaseTimeToLiveMs(60_000).setRenewEveryMs(100).build();

  public final FakeControlPlane control = new FakeControlPlane();
  public final Connection connection;
  public final Path folder;

  /// What it would tell Prometheus.
  public final WorkerMetrics metrics = new WorkerMetrics();

  private final Server server;
  private final ManagedChannel channel;
  private final Thread loop;
  private final BlockingQueue<ConnectResponse> taken = new LinkedBlockingQueue<>();

  /// @param home each worker has a folder of its own in it
  public RunningWorker(Path home, MonotonicClock clock, NodeType... types) throws IOException {
    folder = Files.createTempDirectory(home, "worker");
    String name = UUID.randomUUID().toString();
    server = InProcessServerBuilder.forName(name).addService(control).build().start();
    channel = InProcessChannelBuilder.forName(name).build();
    Workshop shop = workshop(clock, List.of(types));
    shop.tidy();
    connection = new Connection(WorkerHello.getDefaultInstance(), 2, shop, clock);
    WorkerServiceGrpc.WorkerServiceStub service = WorkerServiceGrpc.newStub(channel);
    ConnectionLoop driver =
        new ConnectionLoop(connection, incoming -> service.connect(new Tap(incoming)));
    loop = Thread.ofVirtual().start(() -> runUntilInterrupted(driver));
  }

  private Workshop workshop(MonotonicClock clock, List<NodeType> types) throws IOException {
    DeviceInventory devices =
        new DeviceInventory(new ComputeDevice.Processor("Test CPU", 1L << 30), List.of(), "Test.");
    return new Workshop(
        NodeTypes.of(
            types.stream()
                .map(type -> new OfferedNode(type, type.declaration(), PROGRAM))
                .toList()),
        ArtifactCache.open(folder.resolve("artifacts"), 1 << 20),
        new GrpcTransfer(WorkerServiceGrpc.newBlockingV2Stub(channel)),
        ModelFolders.scan(List.of(folder.resolve("models")), FileDigests.ofThisProcess()),
        new ModelResidency(4, 1 << 20),
        new Machine(devices, 1, () -> "test"),
        clock,
        folder.resolve("temporary"),
        metrics);
  }

  private static void runUntilInterrupted(ConnectionLoop driver) {
    try {
      driver.run();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /// Tells the worker to stop a lease, and returns when it has heard.
  public void stop(int fence) {
    ConnectResponse stop =
        ConnectResponse.newBuilder()
            .setStop(StopWork.newBuilder().setLease(leaseName(fence)))
            .build();
    control.say(stop);
    try {
      while (!stop.equals(taken.poll(20, TimeUnit.SECONDS))) {}
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /// Whether the worker's own loop has come to its end.
  public boolean hasEnded() throws InterruptedException {
    return loop.join(java.time.Duration.ofSeconds(20));
  }

  public static LeaseName leaseName(int fence) {
    return LeaseName.newBuilder()
        .setWorkId(ByteString.copyFrom(new byte[16]))
        .setFence(fence)
        .setSecret(ByteString.copyFromUtf8("secret"))
        .build();
  }

  /// A lease of the mixing node for bytes that the control plane has.
  public static Lease.Builder mix(int fence, Digest image, int steps) {
    return lease(fence, "mix", "{\"steps\":" + steps + "}")
        .addInputs(
            NamedValue.newBuilder()
                .setName("image")
                .setValue(
                    PortValue.newBuilder()
                        .setArtifact(
                            org.cinegraph.proto.v1.ArtifactReference.newBuilder()
                                .setDigest(ByteString.copyFrom(image.bytes()))
                                .setMediaType("image/x-plain"))));
  }

  public static Lease.Builder lease(int fence, String type, String parameters) {
    return Lease.newBuilder()
        .setName(leaseName(fence))
        .setType(type)
        .setVersion(1)
        .setProgramDigest(ByteString.copyFrom(PROGRAM.bytes()))
        .setParametersJson(parameters);
  }

  /// Keeps what the worker has taken in.
  private final class Tap implements StreamObserver<ConnectResponse> {
    private final StreamObserver<ConnectResponse> worker;

    Tap(StreamObserver<ConnectResponse> worker) {
      this.worker = worker;
    }

    @Override
    public void onNext(ConnectResponse message) {
      worker.onNext(message);
      taken.add(message);
    }

    @Override
    public void onError(Throwable cause) {
      worker.onError(cause);
    }

    @Override
    public void onCompleted() {
      worker.onCompleted();
    }
  }

  @Override
  public void close() {
    loop.interrupt();
    metrics.close();
    channel.shutdownNow();
    server.shutdownNow();
  }
}
