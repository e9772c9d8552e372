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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
import org.cinegraph.server.stack.FileTree;
import org.cinegraph.server.stack.Home;
import org.cinegraph.workers.WorkerMain;
import org.cinegraph.workflows.server.Cache;
import org.cinegraph.workflows.server.ChildCommand;
import org.cinegraph.workflows.server.ChildProcess;
import org.cinegraph.workflows.server.Endpoint;
import org.cinegraph.workflows.server.TemporalServerProcess;

/// A real Postgres, a real Temporal server, and control plane and worker as processes of their own.
final class StackFixture implements AutoCloseable {
  private static final String TOKEN = "token-of-the-tests";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path folder;
  private final PostgresFixture postgres = PostgresFixture.start();
  private final TemporalServerProcess temporal;
  private final int port = freePort();
  private final int otherPort = freePort();
  private final List<ChildProcess> workers = new ArrayList<>();
  private final List<ChildProcess> others = new ArrayList<>();
  private final List<CuttableRelay> relays = new ArrayList<>();
  private String postgresUrl = postgres.url();
  private String temporalAddress;
  private Optional<ChildProcess> control = Optional.empty();

  StackFixture(Path folder) throws IOException {
    this.folder = folder;
    this.temporal = TemporalServerProcess.start(folder.resolve("temporal"));
    this.temporalAddress = temporal.address();
    Home home = new Home(folder.resolve("home"));
    Files.createDirectories(home.folder());
    Files.writeString(home.tokenFile(), TOKEN);
  }

  /// @param options for the JVM
  ChildProcess startControlPlane(String... options) {
    ChildProcess started = startControlPlane("control", port, List.of(options), List.of());
    control = Optional.of(started);
    return started;
  }

  /// One that logs as it does for people.
  ///
  /// @param metricsPort where its metrics stand
  void startControlPlaneWithMetrics(int metricsPort) {
    control =
        Optional.of(
            startControlPlane(
                "control",
                port,
                List.of("-Dlogback.configurationFile=logback-control.xml"),
                List.of("--metrics-port", Integer.toString(metricsPort))));
  }

  /// A second one on the same Postgres, Temporal and artifacts.
  ChildProcess startOtherControlPlane() {
    ChildProcess started = startControlPlane("other-control", otherPort, List.of(), List.of());
    others.add(started);
    return started;
  }

  private ChildProcess startControlPlane(
      String name, int at, List<String> options, List<String> more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--postgres",
                postgresUrl,
                "--temporal",
                temporalAddress,
                "--home",
                folder.resolve("home").toString(),
                "--port",
                Integer.toString(at),
                "--stop-with-parent"));
    arguments.addAll(more);
    return java(name, ServeMain.class, options, arguments);
  }

  /// Control planes that are started from now on reach Postgres through this relay.
  CuttableRelay relayPostgres() throws IOException {
    Matcher server = Pattern.compile("//([^:/]+):(\\d+)/").matcher(postgres.url());
    if (!server.find()) {
      throw new AssertionError("No server in " + postgres.url());
    }
    CuttableRelay relay = relay(new Endpoint(server.group(1), Integer.parseInt(server.group(2))));
    postgresUrl = server.replaceFirst("//" + relay.address() + "/");
    return relay;
  }

  /// Control planes that are started from now on reach Temporal through this relay.
  CuttableRelay relayTemporal() throws IOException {
    CuttableRelay relay = relay(Endpoint.parse(temporal.address()));
    temporalAddress = relay.address();
    return relay;
  }

  private CuttableRelay relay(Endpoint server) throws IOException {
    CuttableRelay relay = CuttableRelay.start(server);
    relays.add(relay);
    return relay;
  }

  /// Ends the control plane as a crash would.
  void stopControlPlane() {
    control.ifPresent(ChildProcess::close);
    control = Optional.empty();
  }

  ChildProcess startPlainWorker() {
    return startWorker(
        "plain", PlainWorker.class, "127.0.0.1:" + port, List.of(), List.of("--credits", "8"));
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
        controlPlanes(),
        List.of(options),
        List.of(
            "--models",
            ExamplePackages.folder("toybox").resolveSibling("").toString(),
            "--cache",
            cache.toString()));
  }

  private String controlPlanes() {
    return "127.0.0.1:%d,127.0.0.1:%d".formatted(port, otherPort);
  }

  /// A worker with node types from jars and a cache of its own.
  ChildProcess startWorkerWithNodes(String name, Path jars) {
    return startWorker(
        name,
        WorkerMain.class,
        controlPlanes(),
        List.of(),
        List.of("--nodes", jars.toString(), "--cache", folder.resolve("cache-" + name).toString()));
  }

  /// The worker that people use, without models, called by labels.
  ChildProcess startLabelledWorker(String name, String... labels) {
    List<String> more = new ArrayList<>(List.of("--cache", sharedCache().toString()));
    for (String label : labels) {
      more.addAll(List.of("--label", label));
    }
    return startWorker(name, WorkerMain.class, controlPlanes(), List.of(), more);
  }

  private ChildProcess startWorker(
      String name, Class<?> main, String server, List<String> options, List<String> more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--server",
                server,
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
    return submit(
        yaml, RunOptions.newBuilder().setSegmentSize(segmentSize).build(), idempotencyKey);
  }

  SubmitRunResponse submit(String yaml, RunOptions options, String idempotencyKey) {
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
                  .setOptions(options)
                  .build());
    }
  }

  /// Every event of a run up to its end, as `type` or `type node`.
  List<String> eventsUntilEnd(ByteString run) {
    return eventsUntilEnd(run, connect());
  }

  /// As one of the control planes tells them.
  static List<String> eventsUntilEnd(ByteString run, Connection to) {
    try (Connection connection = to) {
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
    return connect(port);
  }

  /// To the second control plane.
  Connection connectToOther() {
    return connect(otherPort);
  }

  private static Connection connect(int port) {
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

  /// Temporal's server starts again at its address with all of its data gone.
  void forgetTemporal() throws IOException {
    temporal.close();
    Path data = folder.resolve("temporal");
    FileTree.delete(data);
    others.add(
        ChildProcess.start(
            TemporalServerProcess.command(
                data, Endpoint.parse(temporal.address()).port(), folder.resolve("temporal.log"))));
  }

  TemporalServerProcess temporal() {
    return temporal;
  }

  @Override
  public void close() {
    workers.forEach(ChildProcess::close);
    control.ifPresent(ChildProcess::close);
    others.forEach(ChildProcess::close);
    relays.forEach(CuttableRelay::close);
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

  /// What the control plane wrote.
  List<String> logOfControlPlane() throws IOException {
    return Files.readAllLines(folder.resolve("control.log"));
  }

  static int freePort() {
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
