package org.cinegraph.server.api;

import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.cinegraph.db.ApiKeys;
import org.cinegraph.db.Notifications;
import org.cinegraph.db.RunFixture;
import org.cinegraph.db.store.ArtifactStore;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.proto.v1.ControlServiceGrpc;
import org.cinegraph.proto.v1.GraphSource;
import org.cinegraph.proto.v1.SubmitRunRequest;
import org.cinegraph.scheduler.placement.Decision;
import org.cinegraph.scheduler.placement.WaitReason;
import org.cinegraph.scheduler.progress.ProgressBoard;
import org.cinegraph.scheduler.progress.WaitReasons;

/// A control service that answers, with the parts that a test plays itself in its hands.
final class ControlFixture implements AutoCloseable {
  static final String TOKEN = "the token of the home";
  static final Duration LEAST_GRACE = Duration.ofMillis(1);
  static final String WORKER_TOKEN = "the token of a worker";

  final RunFixture runs = new RunFixture();
  final ProgressBoard progress = new ProgressBoard();
  final WaitReasons waits = new WaitReasons(progress::publish);
  final ConcurrentLinkedQueue<UUID> started = new ConcurrentLinkedQueue<>();
  final ArtifactStore store;

  private final Notifications notifications;
  private final Server server;
  private final ManagedChannel channel;

  ControlFixture(Path folder) {
    store = ArtifactStore.open(folder.resolve("artifacts"));
    ApiKeys keys = new ApiKeys(runs.database());
    keys.put(ApiKeys.DEFAULT_TENANT, "home", Digest.of(TOKEN), List.of("control", "work"));
    keys.put(ApiKeys.DEFAULT_TENANT, "worker", Digest.of(WORKER_TOKEN), List.of("work"));
    notifications = Notifications.start(runs.database());
    String name = UUID.randomUUID().toString();
    server = start(name, keys);
    channel = InProcessChannelBuilder.forName(name).build();
  }

  ControlServiceGrpc.ControlServiceBlockingStub control() {
    return ControlServiceGrpc.newBlockingStub(channel).withInterceptors(header("Bearer " + TOKEN));
  }

  /// For calls of any method, with the token of the home.
  Channel channel() {
    return ClientInterceptors.intercept(channel, header("Bearer " + TOKEN));
  }

  ControlServiceGrpc.ControlServiceStub streaming() {
    return ControlServiceGrpc.newStub(channel).withInterceptors(header("Bearer " + TOKEN));
  }

  /// The service as a caller with another header sees it.
  ControlServiceGrpc.ControlServiceBlockingStub controlAs(String authorization) {
    return ControlServiceGrpc.newBlockingStub(channel).withInterceptors(header(authorization));
  }

  ControlServiceGrpc.ControlServiceBlockingStub controlAsNobody() {
    return ControlServiceGrpc.newBlockingStub(channel);
  }

  /// Plays the leader, which looked at a work and found no worker for it.
  void nobodyOffers(UUID work) {
    waits.update(
        new Decision(
            List.of(),
            new java.util.TreeMap<>(
                Map.of(work, new WaitReason.NoWorkerOffers("no-op", 1, List.of(2))))));
  }

  static SubmitRunRequest submission(String key, String yaml, Map<String, String> inputs) {
    return SubmitRunRequest.newBuilder()
        .setIdempotencyKey(key)
        .setSource(source(yaml))
        .putAllInputsAsText(inputs)
        .build();
  }

  static GraphSource source(String yaml) {
    return GraphSource.newBuilder()
        .setFileName("test.yaml")
        .setContent(com.google.protobuf.ByteString.copyFromUtf8(yaml))
        .build();
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.shutdownNow();
    notifications.close();
    runs.close();
  }

  private Server start(String name, ApiKeys keys) {
    Surroundings surroundings =
        new Surroundings(
            runs.database(),
            runs.plans(),
            store,
            notifications,
            progress,
            waits,
            (type, version, program) -> type.equals("no-op"),
            (tenant, run, epoch) -> started.add(run),
            IdSource.timeOrdered(InstantSource.system(), new Random(7)),
            new ServerFacts("test", "1", 7, "temporal:7233", "default", () -> true),
            Duration.ofMillis(200),
            LEAST_GRACE);
    try {
      return InProcessServerBuilder.forName(name)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .addService(
              ServerInterceptors.interceptForward(
                  ControlApi.of(surroundings), Authenticate.by(keys), new Refusals()))
          .build()
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ClientInterceptor header(String authorization) {
    Metadata headers = new Metadata();
    headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), authorization);
    return MetadataUtils.newAttachHeadersInterceptor(headers);
  }
}
