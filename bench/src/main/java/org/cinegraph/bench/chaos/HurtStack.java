package org.cinegraph.bench.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cinegraph.bench.stack.CuttableRelay;
import org.cinegraph.bench.stack.ServedHome;
import org.cinegraph.cli.client.Connection;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.Dial;
import org.cinegraph.db.CrashPoint;
import org.cinegraph.server.stack.Home;
import org.cinegraph.server.stack.StackState;
import org.cinegraph.workflows.server.Endpoint;

/// `./cinegraph serve` with workers of its own behind a relay that can be cut, all of them told to
/// take their time and to die at named points when a file says so.
final class HurtStack implements AutoCloseable {
  private static final int WITHOUT_END = 1_000_000;

  /// Steps that take long without computing: a render samples for 22 s.
  private static final String PAUSE = "-Dcinegraph.trial.pause-ms.sample-latents=550";

  private final Path folder;
  private final ServedHome served;
  private final CuttableRelay toControl;
  private final CuttableRelay toTemporal;
  private final ChaosWorkers workers;
  private final StepLog steps;

  private HurtStack(
      Path folder,
      ServedHome served,
      CuttableRelay toControl,
      CuttableRelay toTemporal,
      ChaosWorkers workers,
      StepLog steps) {
    this.folder = folder;
    this.served = served;
    this.toControl = toControl;
    this.toTemporal = toTemporal;
    this.workers = workers;
    this.steps = steps;
  }

  /// @param without what is switched off to show that the checks can fail: `checkpoints`
  static HurtStack start(Path root, Path folder, int workers, Optional<String> without)
      throws IOException {
    List<String> jvm = new ArrayList<>();
    without.ifPresent(what -> jvm.add("-Dcinegraph.trial.without-" + what + "=true"));
    List<String> control = new ArrayList<>(jvm);
    control.add("-Dcinegraph.crash-file=" + folder.resolve("crash"));
    Path home = Files.createTempDirectory("cinegraph-bench-");
    CuttableRelay toTemporal =
        CuttableRelay.start(() -> Endpoint.parse(state(new Home(home)).temporal()));
    control.add("-Dcinegraph.trial.temporal-through=" + toTemporal.address());
    ServedHome served =
        ServedHome.start(
            root,
            home,
            List.of("--workers", "0", "--restarts", Integer.toString(WITHOUT_END)),
            Map.of("JDK_JAVA_OPTIONS", String.join(" ", control)));
    CuttableRelay toControl = CuttableRelay.start(Endpoint.parse(served.control().address()));
    Path log = Files.createDirectories(folder.resolve("steps"));
    jvm.add(PAUSE);
    ChaosWorkers all = new ChaosWorkers(root, served.home(), toControl.address(), log, jvm);
    all.start(workers, 2);
    return new HurtStack(folder, served, toControl, toTemporal, all, new StepLog(log));
  }

  ControlClient control() {
    return served.control();
  }

  /// A connection of its own to the control plane.
  Connection dial() {
    return Dial.to(served.control().address(), served.home().token());
  }

  ChaosWorkers workers() {
    return workers;
  }

  StepLog steps() {
    return steps;
  }

  /// Breaks every connection of a worker to the control plane, or of the control plane to Temporal
  /// or Postgres.
  void cut(Victim victim) throws InterruptedException {
    switch (victim) {
      case WORKER, CONTROL -> toControl.cut();
      case TEMPORAL -> toTemporal.cut();
      case POSTGRES -> {
        List<Long> backends = process(victim).map(Signals::backends).orElse(List.of());
        Signals.send("TERM", backends);
      }
    }
  }

  String temporalAddress() {
    return state().temporal();
  }

  /// The process id of a child of the supervisor; empty while there is none.
  Optional<Long> process(Victim victim) {
    return Optional.ofNullable(state().processes().get(victim.written()))
        .map(identity -> identity.pid())
        .filter(pid -> ProcessHandle.of(pid).isPresent());
  }

  private StackState state() {
    return state(served.home());
  }

  private static StackState state(Home home) {
    return StackState.read(home).orElseThrow();
  }

  /// The control plane dies when it comes by there next.
  void crashAt(CrashPoint point) throws IOException {
    Path next = folder.resolve("crash.next");
    Files.writeString(next, point.name());
    Files.move(next, folder.resolve("crash"));
  }

  /// @return whether it has not come by yet
  boolean withdrawCrash() throws IOException {
    return Files.deleteIfExists(folder.resolve("crash"));
  }

  @Override
  public void close() throws IOException {
    workers.close();
    toControl.close();
    served.close();
    toTemporal.close();
  }
}
