package org.cinegraph.bench.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.cinegraph.bench.measure.Bench;
import org.cinegraph.bench.measure.BenchOption;
import org.cinegraph.bench.measure.BenchOptions;
import org.cinegraph.bench.measure.Figure;
import org.cinegraph.bench.measure.Goal;
import org.cinegraph.bench.measure.Result;
import org.cinegraph.bench.measure.Spread;

/// `value-chain`: what 10,000 comparisons in a chain cost behind a node that a worker computes.
public final class ValueChainBench implements Bench {
  private static final int LENGTH = 10_000;
  private static final BenchOption RUNS = new BenchOption("--runs", 5, 1, "runs that are measured");

  @Override
  public String name() {
    return "value-chain";
  }

  @Override
  public String line() {
    return "seconds, submit to finished, of 10,000 value nodes in a chain, goal <= 2";
  }

  @Override
  public List<BenchOption> options() {
    return List.of(RUNS);
  }

  @Override
  public Result run(BenchOptions options, Progress progress) throws Exception {
    List<Double> seconds = new ArrayList<>();
    try (BenchStack stack = BenchStack.open(progress)) {
      stack.addPlainWorker(1);
      stack.client().store(NoOpGraphs.chain(1));
      String graph = NoOpGraphs.comparisons(LENGTH);
      for (int run = 0; run <= options.number(RUNS.name()); run++) {
        long start = System.nanoTime();
        stack
            .client()
            .awaitSuccess(stack.client().submit(graph, UUID.randomUUID().toString()), _ -> {});
        double taken = (System.nanoTime() - start) / 1e9;
        progress.say("run %d: %.2f s".formatted(run, taken));
        if (run > 0) {
          seconds.add(taken);
        }
      }
    }
    return new Result(
        name(),
        List.of(
            Figure.of(
                "p50", Spread.median(seconds), "s", Spread.of(seconds), new Goal.AtMost(2, 20))),
        List.of("%d runs after one that is not counted.".formatted(seconds.size())));
  }
}
