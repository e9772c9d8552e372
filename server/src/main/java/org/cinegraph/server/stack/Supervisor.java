package org.cinegraph.server.stack;

import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.cinegraph.workflows.server.ChildCommand;

/// Starts child processes side by side, starts each again when it dies, and stops them in order.
final class Supervisor implements AutoCloseable {
  private final List<Member> members;
  private final Map<String, SupervisedChild> children = new TreeMap<>();
  private final Map<String, ProcessIdentity> processes = new TreeMap<>();
  private final CompletableFuture<StackException> failure = new CompletableFuture<>();

  /// @param restarts how often a process is started again within a minute
  /// @param notices hears of every restart
  /// @param changed hears that [#processes] is another than before
  Supervisor(
      List<Member> members,
      int restarts,
      InstantSource clock,
      Consumer<String> notices,
      Runnable changed) {
    this.members = List.copyOf(members);
    for (Member member : members) {
      SupervisedChild child =
          new SupervisedChild(
              member, new RestartBudget(restarts, clock), new ChildWatcher(notices, changed));
      children.put(member.name(), child);
    }
  }

  /// Starts everybody and returns at once.
  void start() {
    for (SupervisedChild child : children.values()) {
      Thread.startVirtualThread(() -> start(child));
    }
  }

  /// Completes with the reason when a process cannot be kept alive.
  CompletableFuture<StackException> failure() {
    return failure;
  }

  /// Who runs now.
  SequencedMap<String, ProcessIdentity> processes() {
    synchronized (processes) {
      return Collections.unmodifiableSequencedMap(new TreeMap<>(processes));
    }
  }

  /// Stops the callers, then those they call, and returns when all have ended.
  @Override
  public void close() {
    for (StopTurn turn : StopTurn.values()) {
      List<SupervisedChild> stopping =
          members.stream()
              .filter(member -> member.stopTurn() == turn)
              .map(member -> children.get(member.name()))
              .toList();
      stopping.forEach(SupervisedChild::orderStop);
      stopping.forEach(SupervisedChild::awaitEnd);
    }
  }

  private void start(SupervisedChild child) {
    try {
      child.start();
    } catch (RuntimeException e) {
      failure.complete(
          new StackException(child.name() + " could not be started: " + e.getMessage(), e));
    }
  }

  /// When a process gets its order to stop.
  enum StopTurn {
    CALLERS,
    CALLED
  }

  /// One process of the stack.
  ///
  /// @param name unique
  /// @param command made anew for each start: it may have to clear up after the last one
  /// @param port where it listens, if it does
  /// @param hopeless exit statuses after which another start would end in the same way, and what
  ///   the sentence that it ended with means
  record Member(
      String name,
      Supplier<ChildCommand> command,
      StopTurn stopTurn,
      OptionalInt port,
      SortedMap<Integer, Function<String, StackException>> hopeless) {
    Member {
      hopeless = Collections.unmodifiableSortedMap(new TreeMap<>(hopeless));
    }

    /// A process for which another start is always worth it.
    static Member of(String name, Supplier<ChildCommand> command, StopTurn stopTurn) {
      return new Member(name, command, stopTurn, OptionalInt.empty(), new TreeMap<>());
    }

    Member listeningOn(int port) {
      return new Member(name, command, stopTurn, OptionalInt.of(port), hopeless);
    }

    Member endingFor(SortedMap<Integer, Function<String, StackException>> statuses) {
      return new Member(name, command, stopTurn, port, statuses);
    }
  }

  private final class ChildWatcher implements SupervisedChild.Watcher {
    private final Consumer<String> notices;
    private final Runnable changed;

    ChildWatcher(Consumer<String> notices, Runnable changed) {
      this.notices = notices;
      this.changed = changed;
    }

    @Override
    public void started(String name, long pid) {
      synchronized (processes) {
        processes.remove(name);
        ProcessIdentity.of(pid).ifPresent(identity -> processes.put(name, identity));
      }
      changed.run();
    }

    @Override
    public void restarting(String sentence) {
      notices.accept(sentence);
    }

    @Override
    public void gaveUp(StackException reason) {
      failure.complete(reason);
    }
  }
}
