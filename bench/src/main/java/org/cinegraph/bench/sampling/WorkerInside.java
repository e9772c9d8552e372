package org.cinegraph.bench.sampling;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.SequencedMap;
import org.cinegraph.bench.measure.BenchFailure;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.tensor.device.DeviceInventory;
import org.cinegraph.nodes.tensor.model.FileDigests;
import org.cinegraph.nodes.tensor.program.TensorEngine;
import org.cinegraph.proto.v1.ConnectRequest;
import org.cinegraph.proto.v1.Lease;
import org.cinegraph.proto.v1.LeaseName;
import org.cinegraph.proto.v1.ModelPackage;
import org.cinegraph.proto.v1.WorkDone;
import org.cinegraph.proto.v1.WorkerHello;
import org.cinegraph.proto.v1.WorkerServiceGrpc;
import org.cinegraph.workers.artifact.ArtifactCache;
import org.cinegraph.workers.artifact.GrpcTransfer;
import org.cinegraph.workers.attempt.AttemptFigures;
import org.cinegraph.workers.attempt.Machine;
import org.cinegraph.workers.attempt.Workshop;
import org.cinegraph.workers.catalog.NodeTypes;
import org.cinegraph.workers.catalog.OfferedNode;
import org.cinegraph.workers.model.ModelFolders;
import org.cinegraph.workers.model.ModelResidency;
import org.cinegraph.workers.stream.Connection;
import org.cinegraph.workers.stream.ConnectionLoop;
import org.cinegraph.workers.stream.MonotonicClock;
import org.cinegraph.workers.wire.WireValues;

/// The worker's own parts in this process, a loopback connection away from a [LoneControlPlane].
public final class WorkerInside implements AutoCloseable {
  private static final long CACHE_BYTES = 1L << 30;
  private static final int RESIDENT_PARTS = 8;
  private static final long RESIDENT_BYTES = 4L << 30;

  private final LoneControlPlane control;
  private final Server server;
  private final ManagedChannel channel;
  private final NodeTypes nodes;
  private final ModelFolders folders;
  private final ModelResidency residency;
  private final Thread loop;
  private int leases;

  /// @param models folder of model packages
  /// @param folder for artifacts and temporary files
  WorkerInside(Path models, Path folder, TensorEngine engine) throws IOException {
    this(models, folder, engine, FileDigests.ofThisProcess());
  }

  /// @param digests what is known of the packages' files
  public WorkerInside(Path models, Path folder, TensorEngine engine, FileDigests digests)
      throws IOException {
    this(models, folder, engine, digests, RESIDENT_BYTES);
  }

  /// @param residentBytes how much of models may stay in memory that nobody uses
  public WorkerInside(
      Path models, Path folder, TensorEngine engine, FileDigests digests, long residentBytes)
      throws IOException {
    control = new LoneControlPlane(new StoredArtifacts(folder.resolve("stored")));
    residency = new ModelResidency(RESIDENT_PARTS, residentBytes);
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    server = NettyServerBuilder.forAddress(anyPort).addService(control).build().start();
    channel = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort()).usePlaintext().build();
    nodes = NodeTypes.load();
    folders = ModelFolders.scan(List.of(models), digests);
    MonotonicClock clock = MonotonicClock.ofThisProcess();
    Workshop shop =
        new Workshop(
            nodes,
            ArtifactCache.open(folder.resolve("artifacts"), CACHE_BYTES),
            new GrpcTransfer(WorkerServiceGrpc.newBlockingV2Stub(channel)),
            folders,
            residency,
            new Machine(DeviceInventory.take(), engine.threads(), engine::version),
            clock,
            folder.resolve("temporary"),
            AttemptFigures.NONE);
    shop.tidy();
    Connection connection = new Connection(WorkerHello.getDefaultInstance(), 1, shop, clock);
    WorkerServiceGrpc.WorkerServiceStub service = WorkerServiceGrpc.newStub(channel);
    ConnectionLoop driver = new ConnectionLoop(connection, service::connect);
    loop = Thread.ofPlatform().daemon().name("connection").start(() -> drive(driver));
  }

  LoneControlPlane control() {
    return control;
  }

  /// Makes an artifact that leases can name as an input.
  public ArtifactReference keep(byte[] artifact, String mediaType) {
    control.artifacts().keep(artifact);
    return new ArtifactReference(Digest.of(artifact), artifact.length, mediaType, List.of());
  }

  /// What was stored.
  public byte[] artifact(Digest digest) {
    return control.artifacts().read(digest);
  }

  /// Computes a node in the worker, from the giving of its lease to its answer.
  ///
  /// @param given parameters; those not given have their fallback
  public WorkDone compute(
      String type, SequencedMap<String, Value> given, SequencedMap<String, PortValue> inputs) {
    ConnectRequest answer = control.give(lease(type, given, inputs)).join();
    if (!answer.hasDone()) {
      throw new BenchFailure(type + " failed: " + answer.getFailed().getFailure().getMessage());
    }
    return answer.getDone();
  }

  private Lease lease(
      String type, SequencedMap<String, Value> given, SequencedMap<String, PortValue> inputs) {
    OfferedNode node =
        nodes.all().stream()
            .filter(each -> each.declaration().type().equals(type))
            .findFirst()
            .orElseThrow();
    ModelPackage model = folders.messages().getFirst();
    for (Parameter parameter : node.declaration().parameters()) {
      parameter.fallback().ifPresent(value -> given.putIfAbsent(parameter.name(), value));
    }
    given.put("model", new Value.Text(model.getName()));
    return Lease.newBuilder()
        .setName(
            LeaseName.newBuilder()
                .setWorkId(ByteString.copyFrom(new byte[16]))
                .setFence(++leases)
                .setSecret(ByteString.copyFromUtf8("bench")))
        .setType(type)
        .setVersion(node.declaration().version())
        .setProgramDigest(WireValues.bytes(node.program()))
        .setParametersJson(CanonicalJson.write(new Value.Fields(given)))
        .addAllInputs(WireValues.messages(inputs))
        .putModels("model", model)
        .setAttempt(1)
        .build();
  }

  private static void drive(ConnectionLoop driver) {
    try {
      driver.run();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    loop.interrupt();
    channel.shutdownNow();
    server.shutdownNow();
    residency.close();
  }
}
