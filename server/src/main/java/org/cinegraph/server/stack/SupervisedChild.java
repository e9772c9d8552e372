package org.cinegraph.server.stack;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.cinegraph.server.stack.Supervisor.Member;
import org.cinegraph.workflows.server.ChildCommand;
import org.cinegraph.workflows.server.ChildProcess;
import org.cinegraph.workflows.server.FreePorts;

/// A child process that is started again when it dies, as long as its budget lasts.
final class SupervisedChild {
  private final String name;
  private final Supplier<ChildCommand> command;
  private final RestartBudget budget;
  private final OptionalInt port;
  private final SortedMap<Integer, Function<String, StackException>> hopeless;
  private final Watcher watcher;

  private Optional<ChildProcess> process = Optional.empty();
  private boolean stopping;

  SupervisedChild(Member member, RestartBudget budget, Watcher watcher) {
    this.name = member.name();
    this.command = member.command();
    this.port = member.port();
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
    if (port.isPresent() && !FreePorts.isFree(port.getAsInt())) {
      watcher.gaveUp(PortTaken.by(PortOwner.of(port.getAsInt()), name, port.getAsInt()));
      return;
    }
    if (hopeless.containsKey(status)) {
      String sentence = LogFile.lastLine(log) + " (The log is " + log + ".)";
      watcher.gaveUp(hopeless.get(status).apply(sentence));
      return;
    }
    String what = name + " ended by itself (exit status " + status + ")";
    String where = "its log is " + log;
    if (!budget.take()) {
      watcher.gaveUp(
          new StackException(
              what
                  + " more than "
                  + budget.restarts()
                  + " times in a minute, at last with \""
                  + LogFile.lastLine(log)
                  + "\"; "
                  + where
                  + "."));
      return;
    }
    watcher.restarting(what + " and is started again; " + where + ".");
    try {
      start();
    } catch (RuntimeException e) {
      watcher.gaveUp(
          new StackException(what + " and could not be started again: " + e.getMessage(), e));
    }
  }

  /// Hears what happens to the process. Called with the child's lock held: it must not wait for the
  /// child.
  interface Watcher {
    void started(String name, long pid);

    void restarting(String sentence);

    void gaveUp(StackException reason);
  }
}
