package org.cinegraph.server.stack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.cinegraph.workflows.server.ChildCommand;
import org.cinegraph.workflows.server.TemporalServerProcess;

/// The command lines of a stack's processes.
final class StackCommands {
  /// A worker uses it to reach its next checkpoint.
  private static final Duration GRACE = Duration.ofMillis(8_500);

  /// Where a trial's control plane finds Temporal: behind something that breaks connections.
  private static final String TEMPORAL_THROUGH = "cinegraph.trial.temporal-through";

  /// Lets the first compiler's code stand ten times as long. On two cores the second compiler takes
  /// a quarter of the time in which a stack comes up; a stack that stays repays that, one that ends
  /// with its run does not.
  private static final List<String> LATE_OPTIMISING =
      List.of(
          "-XX:Tier4InvocationThreshold=50000",
          "-XX:Tier4MinInvocationThreshold=6000",
          "-XX:Tier4CompileThreshold=150000",
          "-XX:Tier4BackEdgeThreshold=400000");

  /// Enough for runs of 50,000 nodes, which did with 512 MB; without a bound the JVM takes a
  /// quarter of the machine before it collects what such a run leaves behind.
  private static final String HEAP = "-Xmx768m";

  private final StackOptions options;
  private final Path cache;

  StackCommands(StackOptions options, Path cache) {
    this.options = options;
    this.cache = cache;
  }

  ChildCommand temporal(int port) {
    return TemporalServerProcess.command(options.home().temporal(), port, log("temporal"));
  }

  ChildCommand temporalTestServer(int port) {
    JavaCommand java =
        JavaCommand.likeThisProcess(
            TemporalTestServerMain.class.getName(),
            List.of("-XX:TieredStopAtLevel=1"),
            List.of(Integer.toString(port)));
    return ChildCommand.of("Temporal's test server", java.line(), log("temporal"));
  }

  /// @param passwordFile where the control plane finds the password of the embedded Postgres
  ChildCommand controlPlane(
      String postgres, StackAddresses addresses, Optional<Path> passwordFile) {
    List<String> jvm = new ArrayList<>();
    jvm.add(HEAP);
    jvm.add("-Dcinegraph.root=" + options.root());
    jvm.add("-Dlogback.configurationFile=logback-control.xml");
    // Where the test server will do, the stack is that of a run.
    if (options.testServerAllowed()) {
      jvm.addAll(LATE_OPTIMISING);
    }
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--postgres",
                postgres,
                "--temporal",
                System.getProperty(TEMPORAL_THROUGH, addresses.temporal().toString()),
                "--home",
                options.home().folder().toString(),
                "--port",
                Integer.toString(addresses.control()),
                "--stop-with-parent"));
    addMetrics(arguments, addresses, 0);
    JavaCommand java =
        JavaCommand.likeThisProcess("org.cinegraph.server.ServeMain", jvm, arguments);
    TreeMap<String, String> environment = new TreeMap<>();
    passwordFile.ifPresent(
        file -> environment.put(PostgresCluster.passwordVariable(), file.toString()));
    return child("The control plane", java.line(), log("control"), environment);
  }

  ChildCommand worker(int number, StackAddresses addresses) {
    List<String> arguments =
        new ArrayList<>(List.of("--cache", cache.resolve("worker-" + number).toString()));
    addMetrics(arguments, addresses, number);
    for (Path folder : options.nodes()) {
      arguments.add("--nodes");
      arguments.add(folder.toString());
    }
    options.dtype().ifPresent(dtype -> arguments.addAll(List.of("--dtype", dtype.written())));
    List<String> line =
        new WorkerLaunch(options.root(), options.home()).line(addresses.server(), arguments);
    TreeMap<String, String> environment = new TreeMap<>();
    // Several OpenMP threads on busy cores can be a hundred times slower than one.
    environment.put("OMP_NUM_THREADS", "1");
    return child("Worker " + number, line, log("worker-" + number), environment);
  }

  private static void addMetrics(List<String> arguments, StackAddresses addresses, int process) {
    if (!addresses.metrics().isEmpty()) {
      arguments.add("--metrics-port");
      arguments.add(Integer.toString(addresses.metrics().get(process)));
    }
  }

  private static ChildCommand child(
      String name, List<String> line, Path log, TreeMap<String, String> environment) {
    return new ChildCommand(name, line, environment, log, ChildCommand.NO_SIGNAL, GRACE);
  }

  Path log(String process) {
    return options.home().logs().resolve(process + ".log");
  }
}
