package org.cinegraph.bench.engine;

import com.google.protobuf.ByteString;
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

/// How long a run takes whose every node was computed before: submitted as `run` does it, with the
/// graph's text, to a control plane that is up.
public final class MemoRerun implements Bench {
  private static final int NODES = 800;
  private static final int WARM_UPS = 10;
  private static final int CREDITS = 8;
  private static final Goal GOAL = new Goal.AtMost(0.15, 1);

  @Override
  public String name() {
    return "memo-rerun";
  }

  @Override
  public String line() {
    return "seconds, submit to finished, of a chain of 800 nodes that are all memo hits,"
        + " goal <= 0.15";
  }

  @Override
  public List<BenchOption> options() {
    return List.of(new BenchOption("--runs", 30, 10, "runs that are measured"));
  }

  @Override
  public Result run(BenchOptions options, Progress progress) throws Exception {
    String graph = NoOpGraphs.chain(NODES);
    String salt = UUID.randomUUID().toString();
    try (BenchStack stack = BenchStack.open(progress)) {
      stack.addPlainWorker(CREDITS);
      stack.client().store(graph);
      progress.say("Computing %d nodes (usually 20 to 40 seconds) ...".formatted(NODES));
      ByteString first = stack.client().submit(graph, salt);
      stack.client().awaitSuccess(first, 2L * NODES + 3);
      List<Double> seconds = new ArrayList<>();
      int runs = options.number("--runs");
      for (int i = -WARM_UPS; i < runs; i++) {
        double taken = rerun(stack.client(), graph, salt);
        progress.say("run %d: %.3f s".formatted(i + 1, taken));
        if (i >= 0) {
          seconds.add(taken);
        }
      }
      return result(seconds);
    }
  }

  /// Its events: submitted, planned, two of up to 500 names that hit, succeeded.
  private static double rerun(RunClient client, String graph, String salt) {
    long start = System.nanoTime();
    ByteString run = client.submit(graph, salt);
    client.awaitSuccess(run, 5);
    return (System.nanoTime() - start) / 1e9;
  }

  private Result result(List<Double> seconds) {
    return new Result(
        name(),
        List.of(
            Figure.of("p50", Spread.median(seconds), "s", Spread.of(seconds), GOAL),
            Figure.of("slowest", Spread.percentile(seconds, 100), "s", new Goal.None())),
        List.of(
            "%d runs after %d that are not counted, spread from quartile to quartile."
                .formatted(seconds.size(), WARM_UPS)));
  }
}
