package org.cinegraph.bench.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.cinegraph.bench.measure.Bench;
import org.cinegraph.bench.measure.BenchOption;
import org.cinegraph.bench.measure.BenchOptions;
import org.cinegraph.bench.measure.Figure;
import org.cinegraph.bench.measure.Figure.Baseline;
import org.cinegraph.bench.measure.Goal;
import org.cinegraph.bench.measure.Result;
import org.cinegraph.bench.measure.Spread;

/// `for-each-10k`: a loop over 10,000 items against ten runs with loops over 1,000 that are
/// submitted together; once with a list that is known when the run is submitted, once with one that
/// a node of the run decides.
public final class LoopBench implements Bench {
  private static final int ITEMS = 10_000;
  private static final int RUNS = 10;
  private static final int CREDITS = 200;
  private static final Goal GOAL = new Goal.AtMost(1.1, 1.5);
  private static final BenchOption ROUNDS =
      new BenchOption("--rounds", 3, 1, "rounds of the three, the median of which counts");

  @Override
  public String name() {
    return "for-each-10k";
  }

  @Override
  public String line() {
    return "a loop over 10,000 items / ten runs with loops over 1,000, goal <= 1.1";
  }

  @Override
  public List<BenchOption> options() {
    return List.of(ROUNDS);
  }

  @Override
  public Result run(BenchOptions options, Progress progress) throws Exception {
    List<Double> known = new ArrayList<>();
    List<Double> made = new ArrayList<>();
    List<Double> apart = new ArrayList<>();
    try (BenchStack stack = BenchStack.open(progress)) {
      stack.addPlainWorker(CREDITS);
      stack.client().store(NoOpGraphs.loop(1));
      together(stack.client(), NoOpGraphs.loop(ITEMS / RUNS));
      for (int round = 1; round <= options.number(ROUNDS.name()); round++) {
        known.add(one(stack.client(), NoOpGraphs.loop(ITEMS)));
        apart.add(together(stack.client(), NoOpGraphs.loop(ITEMS / RUNS)));
        made.add(one(stack.client(), NoOpGraphs.loopOverMade(ITEMS)));
        progress.say(
            "round %d: %.1f s known, %.1f s made, %.1f s apart"
                .formatted(round, known.getLast(), made.getLast(), apart.getLast()));
      }
    }
    return new Result(
        name(),
        List.of(
            ratio("list known when submitted", known, apart),
            ratio("list decided by the run", made, apart)),
        List.of(
            "Medians of %d rounds; the worker takes %d leases at once."
                .formatted(known.size(), CREDITS)));
  }

  private static double one(RunClient client, String graph) {
    long start = System.nanoTime();
    client.awaitSuccess(client.submit(graph, UUID.randomUUID().toString()), _ -> {});
    return (System.nanoTime() - start) / 1e9;
  }

  private static double together(RunClient client, String graph) throws Exception {
    long start = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Double> run = () -> one(client, graph);
      for (Future<Double> ended : threads.invokeAll(Collections.nCopies(RUNS, run))) {
        var unused = ended.get();
      }
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private static Figure ratio(String name, List<Double> ours, List<Double> apart) {
    double baseline = Spread.median(apart);
    return new Figure(
        name,
        Spread.median(ours) / baseline,
        "",
        Optional.of(new Baseline("ten runs", baseline, "s")),
        Optional.empty(),
        GOAL);
  }
}
