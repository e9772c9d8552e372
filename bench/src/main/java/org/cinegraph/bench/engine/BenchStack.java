package org.cinegraph.bench.engine;

import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.cinegraph.bench.measure.Bench;
import org.cinegraph.bench.measure.BenchFailure;
import org.cinegraph.bench.plain.PlainWorker;
import org.cinegraph.bench.stack.BuiltTree;
import org.cinegraph.server.stack.FileTree;
import org.cinegraph.server.stack.Home;
import org.cinegraph.server.stack.JavaCommand;
import org.cinegraph.server.stack.Stack;
import org.cinegraph.server.stack.StackException;
import org.cinegraph.server.stack.StackListener;
import org.cinegraph.server.stack.StackOptions;
import org.cinegraph.workflows.server.ChildCommand;
import org.cinegraph.workflows.server.ChildProcess;

/// The stack that `./cinegraph serve` starts, in an empty home of its own that is deleted at the
/// end, without its worker; further processes are added to it.
final class BenchStack implements AutoCloseable {
  /// A bench may kill more often than a stack that fails of itself is started again.
  private static final int WITHOUT_END = 1_000_000;

  private static final long READY_PATIENCE_NANOS = Duration.ofMinutes(1).toNanos();

  private final Path folder;
  private final Home home;
  private final Stack stack;
  private final RunClient client;
  private final List<ChildProcess> added = new ArrayList<>();

  private BenchStack(Path folder, Home home, Stack stack) {
    this.folder = folder;
    this.home = home;
    this.stack = stack;
    this.client = RunClient.connect(stack.serverAddress(), home.token());
  }

  static BenchStack open(Bench.Progress progress) throws IOException {
    Path folder = Files.createTempDirectory("cinegraph-bench");
    Home home = new Home(folder.resolve("home"));
    StackOptions options =
        new StackOptions(
            home,
            BuiltTree.root(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            0,
            WITHOUT_END);
    try {
      return new BenchStack(folder, home, Stack.open(options, heard(progress)));
    } catch (StackException e) {
      throw new BenchFailure(String.valueOf(e.getMessage()), e);
    }
  }

  RunClient client() {
    return client;
  }

  Home home() {
    return home;
  }

  String serverAddress() {
    return stack.serverAddress();
  }

  String temporalAddress() {
    return stack.state().orElseThrow().temporal();
  }

  /// As a crash would; the supervisor starts it again.
  void killControlPlane() throws InterruptedException {
    ProcessHandle control = controlPlane();
    control.destroyForcibly();
    while (control.isAlive()) {
      Thread.sleep(1);
    }
  }

  /// The most memory that the control plane has had since it was started, in bytes, everything
  /// counted that the system counts as its own.
  long peakMemoryOfControlPlane() throws IOException {
    Path status = Path.of("/proc", Long.toString(controlPlane().pid()), "status");
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
        .findFirst()
        .orElseThrow(() -> new BenchFailure(status + " does not say VmHWM"));
  }

  private ProcessHandle controlPlane() {
    return stack
        .state()
        .map(state -> state.processes().get("control"))
        .flatMap(identity -> ProcessHandle.of(identity.pid()))
        .orElseThrow(() -> new BenchFailure("No control plane runs"));
  }

  /// @return when the control plane first answered, by [System#nanoTime]
  long awaitReady() throws InterruptedException {
    long deadline = System.nanoTime() + READY_PATIENCE_NANOS;
    while (true) {
      try (RunClient probe = RunClient.connect(stack.serverAddress(), home.token())) {
        probe.ping();
        return System.nanoTime();
      } catch (StatusRuntimeException away) {
        if (System.nanoTime() > deadline) {
          throw new BenchFailure("The control plane did not answer within a minute", away);
        }
        Thread.sleep(5);
      }
    }
  }

  /// A worker that computes nothing and takes so many leases at once, as a process.
  void addPlainWorker(int credits) {
    add(
        "plain-worker",
        PlainWorker.class,
        List.of(
            "--server",
            serverAddress(),
            "--token-file",
            stack.tokenFile().toString(),
            "--name",
            "plain",
            "--credits",
            Integer.toString(credits)));
  }

  /// A process with the classes of this one and the JVM options of a control plane.
  void add(String name, Class<?> main, List<String> arguments) {
    List<String> line = JavaCommand.likeThisProcess(main.getName(), List.of(), arguments).line();
    added.add(ChildProcess.start(ChildCommand.of(name, line, home.logs().resolve(name + ".log"))));
  }

  @Override
  public void close() {
    client.close();
    added.forEach(ChildProcess::close);
    stack.close();
    delete(folder);
  }

  private static StackListener heard(Bench.Progress progress) {
    return new StackListener() {
      @Override
      public void progress(String sentence) {
        progress.say(sentence);
      }

      @Override
      public void notice(String sentence) {
        progress.say(sentence);
      }
    };
  }

  private static void delete(Path folder) {
    try {
      FileTree.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("The bench's folder could not be deleted", e);
    }
  }
}
