package org.cinegraph.bench.chaos;

import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.cinegraph.bench.chaos.ChaosWorkers.Life;
import org.cinegraph.cli.client.Connection;
import org.cinegraph.proto.v1.ListRunsRequest;
import org.cinegraph.workflows.server.TemporalException;
import org.cinegraph.workflows.server.TemporalNamespace;

/// Strikes a blow at a stack and waits until the stack goes on.
final class Strike {
  private static final long STEP_IS_RECENT_MS = 2_000;
  private static final long POINT_PATIENCE_MS = 15_000;
  private static final long PATIENCE_MS = 45_000;
  private static final long PAUSE_MS = 50;
  private static final Duration TEMPORAL_PATIENCE = Duration.ofSeconds(90);
  private static final double MILLIS_PER_SECOND = 1e3;

  private final HurtStack stack;
  private final DrawBlows draw;

  Strike(HurtStack stack, DrawBlows draw) {
    this.stack = stack;
    this.draw = draw;
  }

  Struck strike(Blow blow) throws IOException, InterruptedException {
    return switch (blow) {
      case Blow.Kill(Victim victim) ->
          victim == Victim.WORKER ? killWorker(blow) : killServer(blow, victim);
      case Blow.CrashAt at -> crash(at);
      case Blow.Suspend suspend -> suspend(suspend);
      case Blow.Cut(Victim victim) -> cut(blow, victim);
    };
  }

  private Struck killWorker(Blow blow) throws InterruptedException {
    Life life = anyWorker();
    long at = now();
    Set<String> works = stack.steps().inFlight(life.name(), at, STEP_IS_RECENT_MS).keySet();
    int samplers = samplers(life, at);
    Signals.send("KILL", List.of(life.process().pid()));
    if (works.isEmpty()) {
      await(() -> stack.workers().alive().stream().noneMatch(life::equals));
      return new Struck(blow, at, samplers, OptionalDouble.empty());
    }
    await(() -> stack.steps().firstAfter(works, at).isPresent());
    Optional<Long> again = stack.steps().firstAfter(works, at);
    return new Struck(
        blow,
        at,
        samplers,
        again.isPresent()
            ? OptionalDouble.of((again.get() - at) / MILLIS_PER_SECOND)
            : OptionalDouble.empty());
  }

  private Struck killServer(Blow blow, Victim victim) throws InterruptedException {
    long process = awaitProcess(victim);
    long at = now();
    int samplers = samplers(at);
    Signals.send("KILL", Signals.family(process));
    await(() -> !isAlive(process));
    return new Struck(blow, at, samplers, recovered(victim, at));
  }

  private Struck crash(Blow.CrashAt blow) throws IOException, InterruptedException {
    long process = awaitProcess(Victim.CONTROL);
    stack.crashAt(blow.point());
    for (long end = now() + POINT_PATIENCE_MS; now() < end && isAlive(process); ) {
      Thread.sleep(PAUSE_MS);
    }
    if (stack.withdrawCrash()) {
      return killServer(new Blow.Kill(Victim.CONTROL), Victim.CONTROL);
    }
    long at = now();
    int samplers = samplers(at);
    await(() -> !isAlive(process));
    return new Struck(blow, at, samplers, recovered(Victim.CONTROL, at));
  }

  private Struck suspend(Blow.Suspend blow) throws InterruptedException {
    List<Long> processes =
        blow.victim() == Victim.WORKER
            ? List.of(anyWorker().process().pid())
            : Signals.family(awaitProcess(blow.victim()));
    long at = now();
    int samplers = samplers(at);
    Signals.send("STOP", processes);
    Thread.sleep(blow.time());
    Signals.send("CONT", processes);
    return new Struck(blow, at, samplers, OptionalDouble.empty());
  }

  private Struck cut(Blow blow, Victim victim) throws InterruptedException {
    long at = now();
    int samplers = samplers(at);
    if (victim != Victim.WORKER) {
      awaitProcess(victim);
    }
    stack.cut(victim);
    return new Struck(blow, at, samplers, OptionalDouble.empty());
  }

  /// A control plane and its Postgres go on when a question that only the database can answer is
  /// answered, Temporal when it takes calls.
  private OptionalDouble recovered(Victim victim, long at) throws InterruptedException {
    if (victim == Victim.TEMPORAL) {
      try {
        TemporalNamespace.ensure(stack.temporalAddress(), TEMPORAL_PATIENCE);
      } catch (TemporalException never) {
        return OptionalDouble.empty();
      }
    } else if (!await(this::answers)) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of((now() - at) / MILLIS_PER_SECOND);
  }

  private boolean answers() {
    // A channel that was refused backs off for seconds: each question has one of its own.
    try (Connection connection = stack.dial()) {
      var unused =
          connection
              .control()
              .blocking()
              .withDeadlineAfter(2, TimeUnit.SECONDS)
              .listRuns(ListRunsRequest.newBuilder().setPageSize(1).build());
      return true;
    } catch (StatusRuntimeException away) {
      return false;
    }
  }

  private Life anyWorker() throws InterruptedException {
    List<Life> alive = new ArrayList<>();
    await(() -> alive.addAll(stack.workers().alive()));
    List<Life> computing = alive.stream().filter(life -> samplers(life, now()) > 0).toList();
    List<Life> choice = computing.isEmpty() ? alive : computing;
    return choice.get(draw.number(choice.size()));
  }

  private int samplers(long at) {
    return stack.workers().alive().stream().mapToInt(life -> samplers(life, at)).sum();
  }

  private int samplers(Life life, long at) {
    return (int)
        stack.steps().inFlight(life.name(), at, STEP_IS_RECENT_MS).values().stream()
            .filter(StepLog.Step::samples)
            .count();
  }

  private long awaitProcess(Victim victim) throws InterruptedException {
    await(() -> stack.process(victim).isPresent());
    return stack
        .process(victim)
        .orElseThrow(
            () -> new IllegalStateException("Nobody started " + victim.written() + " again"));
  }

  private static boolean isAlive(long process) {
    return ProcessHandle.of(process).map(ProcessHandle::isAlive).orElse(false);
  }

  /// @return whether it came about in time
  private static boolean await(BooleanSupplier condition) throws InterruptedException {
    long end = now() + PATIENCE_MS;
    while (!condition.getAsBoolean()) {
      if (now() > end) {
        return false;
      }
      Thread.sleep(PAUSE_MS);
    }
    return true;
  }

  private static long now() {
    return System.currentTimeMillis();
  }
}
