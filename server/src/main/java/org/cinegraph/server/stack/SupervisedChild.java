package org.cinegraph.server.stack;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.cinegraph.server.stack.Supervisor.Member;
import org.cinegraph.workflows.server.ChildCommand;
import org.cinegraph.workflows.server.ChildProcess;

/// A child process that is started again when it dies, as long as its budget lasts.
final class SupervisedChild {
  private final String name;
  private final Supplier<ChildCommand> command;
  private final RestartBudget budget;
  private final Set<Integer> hopeless;
  private final Watcher watcher;

  private Optional<ChildProcess> process = Optional.empty();
  private boolean stopping;

  SupervisedChild(Member member, RestartBudget budget, Watcher watcher) {
    this.name = member.name();
    this.command = member.command();
    this.hopeless = member.hopeless();
    this.budget = budget;
    this.watcher = watcher;
  }

  String name() {
    return name;
  }

  synchronized void start() {
    if (stopping) {
      return;
    }
    ChildCommand next = command.get();
    LogFile.turnOver(next.log());
    ChildProcess started = ChildProcess.start(next);
    process = Optional.of(started);
    watcher.started(name, started.pid());
    started.onExit().thenAcceptAsync(status -> exited(started, status));
  }

  synchronized void orderStop() {
    stopping = true;
    process.ifPresent(ChildProcess::orderStop);
  }

  /// Waits until the process has ended; it had its order to stop before.
  void awaitEnd() {
    current().ifPresent(ChildProcess::close);
  }

  private synchronized Optional<ChildProcess> current() {
    return process;
  }

  private synchronized void exited(ChildProcess ended, int status) {
    if (stopping) {
      return;
    }
    Path log = ended.command().log();
    if (hopeless.contains(status)) {
      watcher.gaveUp(LogFile.lastLine(log) + " (The log is " + log + ".)");
      return;
    }
    String what = name + " ended by itself (exit status " + status + ")";
    String where = "its log is " + log;
    if (!budget.take()) {
      watcher.gaveUp(
          what
              + " more than "
              + RestartBudget.RESTARTS
              + " times in a minute, at last with \""
              + LogFile.lastLine(log)
              + "\"; "
              + where
              + ".");
      return;
    }
    watcher.restarting(what + " and is started again; " + where + ".");
    try {
      start();
    } catch (RuntimeException e) {
      watcher.gaveUp(what + " and could not be started again: " + e.getMessage());
    }
  }

  /// Hears what happens to the process. Called with the child's lock held: it must not wait for the
  /// child.
  interface Watcher {
    void started(String name, long pid);

    void restarting(String sentence);

    void gaveUp(String sentence);
  }
}
