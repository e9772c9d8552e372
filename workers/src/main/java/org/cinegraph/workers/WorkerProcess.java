package org.cinegraph.workers;

import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import org.cinegraph.nodes.tensor.device.ComputeDevice;
import org.cinegraph.nodes.tensor.device.DeviceInventory;
import org.cinegraph.nodes.tensor.model.FileDigests;
import org.cinegraph.nodes.tensor.program.EngineSettings;
import org.cinegraph.nodes.tensor.program.TensorEngine;
import org.cinegraph.proto.ProcessSpace;
import org.cinegraph.proto.v1.Device;
import org.cinegraph.proto.v1.DeviceKind;
import org.cinegraph.proto.v1.WorkerHello;
import org.cinegraph.proto.v1.WorkerServiceGrpc;
import org.cinegraph.workers.artifact.ArtifactCache;
import org.cinegraph.workers.artifact.GrpcTransfer;
import org.cinegraph.workers.attempt.Machine;
import org.cinegraph.workers.attempt.Workshop;
import org.cinegraph.workers.catalog.NodeTypes;
import org.cinegraph.workers.metrics.WorkerMetrics;
import org.cinegraph.workers.model.ModelFolders;
import org.cinegraph.workers.model.ModelResidency;
import org.cinegraph.workers.model.ModelTool;
import org.cinegraph.workers.stream.Connection;
import org.cinegraph.workers.stream.ConnectionLoop;
import org.cinegraph.workers.stream.ControlPlanes;
import org.cinegraph.workers.stream.MonotonicClock;
import org.cinegraph.workers.stream.WorkIds;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All parts of a worker, put together from its options.
final class WorkerProcess {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);
  private static final int PROTOCOL_VERSION = 1;
  private static final int MOST_RESIDENT_PARTS = 32;
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final ControlPlanes channel;
  private final Connection connection;
  private final ConnectionLoop loop;
  private final ModelResidency residency;
  private final WorkerMetrics metrics;
  private volatile boolean draining;

  private WorkerProcess(
      ControlPlanes channel,
      Connection connection,
      ConnectionLoop loop,
      ModelResidency residency,
      WorkerMetrics metrics) {
    this.channel = channel;
    this.connection = connection;
    this.loop = loop;
    this.residency = residency;
    this.metrics = metrics;
  }

  static WorkerProcess assemble(WorkerOptions options) throws IOException {
    // Libraries are unpacked beside everything else that may be deleted.
    System.setProperty(
        "org.bytedeco.javacpp.cachedir", options.cache.resolve("javacpp").toString());
    DeviceInventory devices = DeviceInventory.take();
    LOG.info("devices=taken sentence=\"{}\"", devices.sentence());
    Machine machine = machine(options, devices);
    NodeTypes nodes = NodeTypes.load(options.nodes, LOG::warn);
    ModelFolders folders =
        ModelFolders.scan(options.models, FileDigests.keptIn(ModelTool.digestFile(options.cache)));
    long memory = options.memory > 0 ? options.memory : devices.processor().memoryBytes();
    ModelResidency residency = new ModelResidency(MOST_RESIDENT_PARTS, memory / 2);
    ControlPlanes channel =
        new ControlPlanes(options.servers.stream().map(WorkerProcess::dial).toList());
    ClientInterceptor token = MetadataUtils.newAttachHeadersInterceptor(token(options.tokenFile));
    CacheFolder cache = CacheFolder.claim(options.cache);
    WorkerMetrics metrics = new WorkerMetrics();
    Workshop shop =
        new Workshop(
            nodes,
            ArtifactCache.open(cache.artifacts(), options.cacheBytes),
            new GrpcTransfer(WorkerServiceGrpc.newBlockingV2Stub(channel).withInterceptors(token)),
            folders,
            residency,
            machine,
            MonotonicClock.ofThisProcess(),
            cache.temporary(),
            metrics);
    shop.tidy();
    Connection connection =
        new Connection(
            hello(options, devices, memory, nodes, folders),
            slots(options, devices),
            shop,
            MonotonicClock.ofThisProcess());
    options.metricsPort.ifPresent(port -> metrics.open(port, () -> connection.held().size()));
    return new WorkerProcess(
        channel, connection, loop(connection, channel, token), residency, metrics);
  }

  private static ConnectionLoop loop(
      Connection connection, ControlPlanes channel, ClientInterceptor token) {
    WorkerServiceGrpc.WorkerServiceStub service =
        WorkerServiceGrpc.newStub(channel).withInterceptors(token);
    return new ConnectionLoop(
        connection,
        incoming -> {
          channel.next();
          return service.connect(incoming);
        });
  }

  private static ManagedChannel dial(String server) {
    return NettyChannelBuilder.forTarget(server)
        .usePlaintext()
        .executor(Executors.newVirtualThreadPerTaskExecutor())
        .build();
  }

  private static int slots(WorkerOptions options, DeviceInventory devices) {
    if (options.slots > 0) {
      return options.slots;
    }
    return devices.gpus().isEmpty() ? 2 : 1;
  }

  private static Machine machine(WorkerOptions options, DeviceInventory devices) {
    CompletableFuture<TensorEngine> engine = startEngine(options);
    return new Machine(
        devices,
        options.threads,
        options.dtype.orElseGet(() -> Machine.usualDtype(devices)),
        () -> libtorch(engine));
  }

  /// libtorch takes seconds to load: it does so while the rest starts.
  private static CompletableFuture<TensorEngine> startEngine(WorkerOptions options) {
    EngineSettings settings =
        new EngineSettings(Optional.of(options.cache.resolve("djl")), options.threads);
    return CompletableFuture.supplyAsync(
        () -> TensorEngine.start(settings),
        task -> Thread.ofPlatform().daemon().name("engine").start(task));
  }

  private static String libtorch(CompletableFuture<TensorEngine> engine) {
    try {
      return engine.join().version();
    } catch (CompletionException e) {
      LOG.warn("engine=absent", e);
      return "none";
    }
  }

  private static Metadata token(Path file) throws IOException {
    Metadata token = new Metadata();
    token.put(AUTHORIZATION, "Bearer " + Files.readString(file).strip());
    return token;
  }

  private static WorkerHello hello(
      WorkerOptions options,
      DeviceInventory devices,
      long memory,
      NodeTypes nodes,
      ModelFolders folders)
      throws IOException {
    String host = InetAddress.getLocalHost().getHostName();
    long process = ProcessHandle.current().pid();
    return WorkerHello.newBuilder()
        .setWorkerId(WorkIds.bytes(UUID.randomUUID()))
        .setName(options.name.isEmpty() ? host + "-" + process : options.name)
        .setProtocolVersion(PROTOCOL_VERSION)
        .setProcessId(process)
        .setProcessSpace(ProcessSpace.here())
        .setHost(host)
        .addAllNodeTypes(nodes.messages())
        .addAllDevices(devices(devices, memory))
        .setHostMemoryBytes(memory)
        .addAllLabels(options.labels)
        .addAllModelPackages(folders.messages())
        .addAllUnusableModelPackages(folders.unusableMessages())
        .build();
  }

  private static List<Device> devices(DeviceInventory devices, long memory) {
    if (devices.gpus().isEmpty()) {
      return List.of(
          Device.newBuilder()
              .setKind(DeviceKind.DEVICE_KIND_CPU)
              .setName(devices.processor().name())
              .setMemoryBytes(memory)
              .build());
    }
    return devices.gpus().stream().map(WorkerProcess::device).toList();
  }

  private static Device device(ComputeDevice.Gpu gpu) {
    return Device.newBuilder()
        .setOrdinal(gpu.index())
        .setKind(DeviceKind.DEVICE_KIND_CUDA)
        .setName(gpu.name())
        .setMemoryBytes(gpu.memoryBytes())
        .setComputeCapability(gpu.computeCapability())
        .setDriver(gpu.driverCuda())
        .build();
  }

  /// Until drained, or refused for good.
  ///
  /// @return the exit code
  int run() throws InterruptedException {
    LOG.info("worker=started");
    Optional<Status> refusal = loop.run();
    refusal.ifPresent(status ->
        LOG.error("worker=refused code={} why=\"{}\"", status.getCode(), status.getDescription()));
    metrics.close();
    residency.close();
    channel.close();
    LOG.info("worker=ended");
    return refusal.isPresent() ? 1 : 0;
  }

  void drain() {
    draining = true;
    connection.drain();
  }

  boolean isDraining() {
    return draining;
  }
}
