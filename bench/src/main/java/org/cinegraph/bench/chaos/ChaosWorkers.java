package org.cinegraph.bench.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.cinegraph.server.stack.Home;
import org.cinegraph.server.stack.WorkerLaunch;
import org.cinegraph.workflows.server.Cache;
import org.cinegraph.workflows.server.ChildCommand;
import org.cinegraph.workflows.server.ChildProcess;

/// The workers of a stack that is being hurt: as `./cinegraph worker` starts them, each started
/// again when it dies.
final class ChaosWorkers implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final Path root;
  private final Home home;
  private final String server;
  private final Path steps;
  private final List<String> jvm;
  private final List<Life> lives = new ArrayList<>();
  private int begun;
  private boolean closed;

  /// @param server where they find the control plane
  /// @param steps the folder of their [StepLog]
  /// @param jvm options for their JVMs
  ChaosWorkers(Path root, Home home, String server, Path steps, List<String> jvm) {
    this.root = root;
    this.home = home;
    this.server = server;
    this.steps = steps;
    this.jvm = List.copyOf(jvm);
  }

  /// One process of a worker.
  ///
  /// @param name of its file in the step log
  record Life(int worker, String name, ChildProcess process) {}

  void start(int workers, int slots) {
    for (int worker = 0; worker < workers; worker++) {
      startOne(worker, slots);
    }
  }

  /// Who lives now, in the order of the workers.
  synchronized List<Life> alive() {
    return lives.stream().filter(life -> life.process().isAlive()).toList();
  }

  private synchronized void startOne(int worker, int slots) {
    if (closed) {
      return;
    }
    Life life = life(worker, slots);
    lives.removeIf(known -> known.worker() == worker);
    lives.add(life);
    life.process().onExit().thenRunAsync(() -> startOne(worker, slots));
  }

  private Life life(int worker, int slots) {
    String name = "chaos-%d-%d".formatted(worker, ++begun);
    List<String> line =
        new WorkerLaunch(root, home)
            .line(
                server,
                List.of(
                    "--cache",
                    Cache.folder().resolve("chaos-" + worker).toString(),
                    "--name",
                    name,
                    "--slots",
                    Integer.toString(slots)));
    List<String> options = new ArrayList<>(jvm);
    options.add("-Dcinegraph.trial.steps=" + steps.resolve(name));
    SequencedMap<String, String> environment = new TreeMap<>();
    environment.put("OMP_NUM_THREADS", "1");
    environment.put("JDK_JAVA_OPTIONS", String.join(" ", options));
    ChildCommand command =
        new ChildCommand(
            name,
            line,
            environment,
            home.logs().resolve(name + ".log"),
            ChildCommand.NO_SIGNAL,
            GRACE);
    return new Life(worker, name, ChildProcess.start(command));
  }

  @Override
  public void close() {
    List<Life> ending;
    synchronized (this) {
      closed = true;
      ending = List.copyOf(lives);
    }
    ending.forEach(life -> life.process().orderStop());
    ending.forEach(life -> life.process().close());
  }
}
