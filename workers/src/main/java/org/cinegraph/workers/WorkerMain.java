package org.cinegraph.workers;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import sun.misc.Signal;

/// The worker process. It ends in order at the first SIGTERM or SIGINT: no new lease, running loops
/// stop at their next checkpoint. The second one does not wait.
@Command(name = "worker", description = "Runs node types for a control plane.")
public final class WorkerMain implements Callable<Integer> {
  /// How long an orphan has for an orderly end.
  private static final long ORPHAN_MS = 8_000;

  private static final int KILLED = 143;

  @Mixin private final WorkerOptions options = new WorkerOptions();

  private volatile Optional<WorkerProcess> assembled = Optional.empty();

  public static void main(String[] arguments) {
    // Before the first logger is made: bench has other processes' settings beside these.
    System.setProperty("logback.configurationFile", "logback-worker.xml");
    System.exit(new CommandLine(new WorkerMain()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Logger log = LoggerFactory.getLogger(WorkerMain.class);
    if (options.stopWithParent) {
      Thread.ofPlatform().daemon().name("parent").start(() -> followParent(log));
    }
    for (Path folder : options.nodes) {
      if (!Files.isDirectory(folder)) {
        System.err.println("--nodes: expected a folder with jars, found none at " + folder);
        return CommandLine.ExitCode.USAGE;
      }
    }
    WorkerProcess process = WorkerProcess.assemble(options);
    assembled = Optional.of(process);
    listen(log, process, "TERM");
    listen(log, process, "INT");
    return process.run();
  }

  private static void listen(Logger log, WorkerProcess process, String signal) {
    Signal.handle(
        new Signal(signal),
        received -> {
          if (process.isDraining()) {
            Runtime.getRuntime().halt(KILLED);
          }
          log.info("worker=signalled signal={}", received.getName());
          process.drain();
        });
  }

  private void followParent(Logger log) {
    try {
      System.in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      log.info("parent=gone why=\"{}\"", e.getMessage());
    }
    log.info("worker=orphaned");
    // There is nothing to end in order in a process that is only being put together.
    assembled.ifPresentOrElse(WorkerProcess::drain, () -> Runtime.getRuntime().halt(KILLED));
    try {
      Thread.sleep(ORPHAN_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(KILLED);
  }
}
