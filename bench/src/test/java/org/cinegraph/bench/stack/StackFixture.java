package org.cinegraph.bench.stack;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.cinegraph.bench.plain.PlainWorker;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.db.PostgresFixture;
import org.cinegraph.nodes.tensor.golden.ExamplePackages;
import org.cinegraph.proto.v1.ControlServiceGrpc;
import org.cinegraph.proto.v1.ControlServiceGrpc.ControlServiceBlockingStub;
import org.cinegraph.proto.v1.GetServerInfoRequest;
import org.cinegraph.proto.v1.GraphSource;
import org.cinegraph.proto.v1.ListNodeTypesRequest;
import org.cinegraph.proto.v1.RunOptions;
import org.cinegraph.proto.v1.SubmitRunRequest;
import org.cinegraph.proto.v1.SubmitRunResponse;
import org.cinegraph.proto.v1.WatchRunRequest;
import org.cinegraph.server.ServeMain;
import org.cinegraph.server.stack.Home;
import org.cinegraph.workers.WorkerMain;
import org.cinegraph.workflows.server.Cache;
import org.cinegraph.workflows.server.ChildCommand;
import org.cinegraph.workflows.server.ChildProcess;
import org.cinegraph.workflows.server.TemporalServerProcess;

/// A real Postgres, a real Temporal server, and control plane and worker as processes of their own.
final class StackFixture implements AutoCloseable {
  private static final String TOKEN = "token-of-the-tests";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path folder;
  private final PostgresFixture postgres = PostgresFixture.start();
  private final TemporalServerProcess temporal;
  private final int port = freePort();
  private final List<ChildProcess> workers = new ArrayList<>();
  private Optional<ChildProcess> control = Optional.empty();

  StackFixture(Path folder) throws IOException {
    this.folder = folder;
    this.temporal = TemporalServerProcess.start(folder.resolve("temporal"));
    Home home = new Home(folder.resolve("home"));
    Files.createDirectories(home.folder());
    Files.writeString(home.tokenFile(), TOKEN);
  }

  /// @param options for the JVM
  ChildProcess startControlPlane(String... options) {
    ChildProcess started =
        java(
            "control",
            ServeMain.class,
            List.of(options),
            List.of(
                "--postgres",
                postgres.url(),
                "--temporal",
                temporal.address(),
                "--home",
                folder.resolve("home").toString(),
                "--port",
                Integer.toString(port),
                "--stop-with-parent"));
    control = Optional.of(started);
    return started;
  }

  /// Ends the control plane as a crash would.
  void stopControlPlane() {
    control.ifPresent(ChildProcess::close);
    control = Optional.empty();
  }

  ChildProcess startPlainWorker() {
    return startWorker("plain", PlainWorker.class, List.of(), List.of("--credits", "8"));
  }

  /// The worker that people use, with the model packages of the examples. What it unpacks stays in
  /// the user's cache.
  ///
  /// @param options for the JVM
  ChildProcess startWorker(String... options) {
    return startWorker(sharedCache(), options);
  }

  /// One that has no artifact yet, though all that is unpacked.
  ChildProcess startWorkerWithEmptyCache() throws IOException {
    Path cache = Files.createTempDirectory(folder, "cache");
    for (String unpacked : List.of("djl", "javacpp")) {
      Path shared = Files.createDirectories(sharedCache().resolve(unpacked));
      Files.createSymbolicLink(cache.resolve(unpacked), shared);
    }
    return startWorker(cache);
  }

  private static Path sharedCache() {
    return Cache.folder().resolve("worker");
  }

  private ChildProcess startWorker(Path cache, String... options) {
    return startWorker(
        "worker",
        WorkerMain.class,
        List.of(options),
        List.of(
            "--models",
            ExamplePackages.folder("toybox").resolveSibling("").toString(),
            "--cache",
            cache.toString()));
  }

  /// A worker with node types from jars and a cache of its own.
  ChildProcess startWorkerWithNodes(String name, Path jars) {
    return startWorker(
        name,
        WorkerMain.class,
        List.of(),
        List.of("--nodes", jars.toString(), "--cache", folder.resolve("cache-" + name).toString()));
  }

  private ChildProcess startWorker(
      String name, Class<?> main, List<String> options, List<String> more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--server",
                "127.0.0.1:" + port,
                "--token-file",
                new Home(folder.resolve("home")).tokenFile().toString(),
                "--name",
                name));
    arguments.addAll(more);
    ChildProcess started = java(name, main, options, arguments);
    workers.add(started);
    return started;
  }

  /// Waits until workers have offered all of them: a graph is checked against what is known.
  void awaitNodeTypes(String... types) throws InterruptedException {
    Set<String> missing = new TreeSet<>(List.of(types));
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try (Connection connection = connect()) {
      while (!missing.isEmpty()) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError("Nobody offers " + missing);
        }
        connection
            .stub()
            .listNodeTypes(ListNodeTypesRequest.getDefaultInstance())
            .getNodeTypesList()
            .forEach(offered -> missing.remove(offered.getType()));
        Thread.sleep(50);
      }
    }
  }

  /// Submits a graph; waits until somebody answers.
  SubmitRunResponse submit(String yaml, int segmentSize) {
    return submit(yaml, segmentSize, yaml);
  }

  SubmitRunResponse submit(String yaml, int segmentSize, String idempotencyKey) {
    try (Connection connection = connect()) {
      return connection
          .stub()
          .submitRun(
              SubmitRunRequest.newBuilder()
                  .setIdempotencyKey(idempotencyKey)
                  .setSource(
                      GraphSource.newBuilder()
                          .setFileName("test.yaml")
                          .setContent(ByteString.copyFrom(yaml, StandardCharsets.UTF_8)))
                  .setOptions(RunOptions.newBuilder().setSegmentSize(segmentSize))
                  .build());
    }
  }

  /// Every event of a run up to its end, as `type` or `type node`.
  List<String> eventsUntilEnd(ByteString run) {
    try (Connection connection = connect()) {
      List<String> events = new ArrayList<>();
      connection
          .stub()
          .watchRun(WatchRunRequest.newBuilder().setRunId(run).setFrom(1).build())
          .forEachRemaining(response -> {
            if (response.hasEvent()) {
              String node = response.getEvent().getNode();
              events.add(response.getEvent().getType() + (node.isEmpty() ? "" : " " + node));
            }
          });
      return events;
    }
  }

  Connection connect() {
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + TOKEN);
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    return new Connection(
        channel,
        ControlServiceGrpc.newBlockingStub(channel)
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
            .withWaitForReady(),
        ControlClient.over(channel, TOKEN, "127.0.0.1:" + port));
  }

  TemporalServerProcess temporal() {
    return temporal;
  }

  @Override
  public void close() {
    workers.forEach(ChildProcess::close);
    control.ifPresent(ChildProcess::close);
    temporal.close();
    postgres.close();
  }

  private ChildProcess java(
      String name, Class<?> main, List<String> options, List<String> arguments) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1"));
    line.addAll(options);
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    line.addAll(arguments);
    return ChildProcess.start(ChildCommand.of(name, line, folder.resolve(name + ".log")));
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError("No free port", e);
    }
  }

  /// A connection of a client.
  record Connection(ManagedChannel channel, ControlServiceBlockingStub stub, ControlClient client)
      implements AutoCloseable {
    /// Returns when the control plane takes calls: the client gives up where the stub waits.
    void awaitServer() {
      stub.getServerInfo(GetServerInfoRequest.getDefaultInstance());
    }

    @Override
    public void close() {
      channel.shutdownNow();
    }
  }
}
