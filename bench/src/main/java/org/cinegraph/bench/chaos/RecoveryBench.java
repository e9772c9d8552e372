package org.cinegraph.bench.chaos;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cinegraph.bench.chaos.ChaosWorkers.Life;
import org.cinegraph.bench.measure.Bench;
import org.cinegraph.bench.measure.BenchFailure;
import org.cinegraph.bench.measure.BenchOption;
import org.cinegraph.bench.measure.BenchOptions;
import org.cinegraph.bench.measure.Figure;
import org.cinegraph.bench.measure.Goal;
import org.cinegraph.bench.measure.Result;
import org.cinegraph.bench.measure.Spread;
import org.cinegraph.bench.stack.BuiltTree;
import org.cinegraph.server.stack.FileTree;

/// `recovery`: how soon the work of a worker that was killed with -9 computes on another one that
/// is warm and idle.
public final class RecoveryBench implements Bench {
  private static final Goal GOAL = new Goal.AtMost(3, 15);
  private static final BenchOption KILLS = new BenchOption("--kills", 10, 1, "workers killed");
  private static final int WORKERS = 2;
  private static final int STEPS_BEFORE = 5;
  private static final long PAUSE_MS = 20;
  private static final long PATIENCE_MS = 120_000;
  private static final double MILLIS_PER_SECOND = 1e3;

  @Override
  public String name() {
    return "recovery";
  }

  @Override
  public String line() {
    return "seconds from kill -9 of a worker until its work computes on another, warm and idle one,"
        + " goal <= 3";
  }

  @Override
  public List<BenchOption> options() {
    return List.of(KILLS);
  }

  @Override
  public Result run(BenchOptions options, Progress progress) throws Exception {
    Path folder = Files.createTempDirectory("cinegraph-recovery-");
    List<Double> seconds = new ArrayList<>();
    try (HurtStack stack = HurtStack.start(BuiltTree.root(), folder, WORKERS, Optional.empty())) {
      Renders renders = new Renders(stack.control());
      int kills = options.number(KILLS.name());
      while (seconds.size() < kills) {
        warm(stack, renders, seconds.size());
        seconds.add(kill(stack, renders, seconds.size()));
        progress.say("kill %d of %d: %.2f s".formatted(seconds.size(), kills, seconds.getLast()));
      }
    } finally {
      FileTree.delete(folder);
    }
    return new Result(
        name(),
        List.of(
            Figure.of("p50", Spread.median(seconds), "s", Spread.of(seconds), GOAL),
            Figure.of("slowest", Spread.percentile(seconds, 100), "s", GOAL)),
        List.of(
            "Until the other worker begins a step of the same work, from its last checkpoint.",
            "All on one machine: of a worker on another machine only the end of its lease is seen,"
                + " up to 15 s."));
  }

  /// Renders as many at once as both workers together take, so that both have loaded all models.
  private static void warm(HurtStack stack, Renders renders, int round)
      throws InterruptedException {
    await(() -> stack.workers().alive().size() == WORKERS);
    int first = 1_000 * (round + 1);
    for (int i = 0; i < 2 * WORKERS; i++) {
      renders.submit(first + i, "warm");
    }
    await(() -> samplers(stack).size() == WORKERS);
    awaitEnd(renders);
  }

  private static double kill(HurtStack stack, Renders renders, int round)
      throws InterruptedException {
    renders.submit(round, "killed");
    List<Life> sampling = new ArrayList<>();
    await(() -> {
      sampling.clear();
      sampling.addAll(samplers(stack));
      return !sampling.isEmpty() && steps(stack, sampling.getFirst()) >= STEPS_BEFORE;
    });
    Life victim = sampling.getFirst();
    long at = System.currentTimeMillis();
    List<String> works = List.copyOf(stack.steps().inFlight(victim.name(), at, 2_000).keySet());
    Signals.send("KILL", List.of(victim.process().pid()));
    await(() -> stack.steps().firstAfter(works, at).isPresent());
    long again = stack.steps().firstAfter(works, at).orElseThrow();
    awaitEnd(renders);
    return (again - at) / MILLIS_PER_SECOND;
  }

  private static List<Life> samplers(HurtStack stack) {
    long now = System.currentTimeMillis();
    return stack.workers().alive().stream()
        .filter(life ->
            stack.steps().inFlight(life.name(), now, 2_000).values().stream()
                .anyMatch(StepLog.Step::samples))
        .toList();
  }

  private static int steps(HurtStack stack, Life life) {
    return stack.steps().inFlight(life.name(), System.currentTimeMillis(), 2_000).values().stream()
        .mapToInt(StepLog.Step::step)
        .max()
        .orElse(0);
  }

  private static void awaitEnd(Renders renders) throws InterruptedException {
    await(() -> {
      renders.look();
      return renders.inFlight() == 0;
    });
  }

  private static void await(Condition condition) throws InterruptedException {
    long end = System.currentTimeMillis() + PATIENCE_MS;
    while (!condition.holds()) {
      if (System.currentTimeMillis() > end) {
        throw new BenchFailure("The bench's stack did not get on.");
      }
      Thread.sleep(PAUSE_MS);
    }
  }

  @FunctionalInterface
  private interface Condition {
    boolean holds();
  }
}
