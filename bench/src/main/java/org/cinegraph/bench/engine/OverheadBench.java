package org.cinegraph.bench.engine;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import org.cinegraph.bench.measure.AlternatingPairs;
import org.cinegraph.bench.measure.AlternatingPairs.Ratios;
import org.cinegraph.bench.measure.Bench;
import org.cinegraph.bench.measure.BenchOption;
import org.cinegraph.bench.measure.BenchOptions;
import org.cinegraph.bench.measure.Figure;
import org.cinegraph.bench.measure.Goal;
import org.cinegraph.bench.measure.Result;
import org.cinegraph.workflows.Interpreter;

/// A run of nodes that compute nothing, against a workflow that a person wrote by hand with as many
/// activities that compute nothing, on the same Temporal server. Both are measured from the call
/// that submits to the answer that it is finished, by the same process; the baseline's worker is a
/// process of its own with the JVM options of a control plane.
///
/// What ours does beyond the baseline: plan, memo, queue and leases in Postgres with durable
/// commits, the way to a worker in another process and back.
public final class OverheadBench implements Bench {
  private static final int WARM_UPS = 5;

  private final String name;
  private final String shape;
  private final int nodes;
  private final Goal.AtMost goal;
  private final boolean chain;

  private OverheadBench(String name, String shape, int nodes, Goal.AtMost goal, boolean chain) {
    this.name = name;
    this.shape = shape;
    this.nodes = nodes;
    this.goal = goal;
    this.chain = chain;
  }

  public static Bench ofChain() {
    return new OverheadBench(
        "overhead-chain", "200 no-op nodes in a chain", 200, new Goal.AtMost(1.15, 1.6), true);
  }

  public static Bench ofFan() {
    return new OverheadBench(
        "overhead-fan",
        "1,000 no-op nodes side by side, " + Interpreter.WINDOW + " at once",
        1_000,
        new Goal.AtMost(1.3, 1.8),
        false);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String line() {
    return "a run of %s / a hand-written workflow with as many no-op activities, goal <= %s"
        .formatted(shape, goal.goal());
  }

  @Override
  public List<BenchOption> options() {
    return List.of(
        new BenchOption("--most-pairs", 30, AlternatingPairs.LEAST, "the most pairs of runs"),
        new BenchOption("--warm-ups", WARM_UPS, 0, "pairs that are not counted"));
  }

  @Override
  public Result run(BenchOptions options, Progress progress) throws Exception {
    try (BenchStack stack = BenchStack.open(progress)) {
      stack.addPlainWorker(Interpreter.WINDOW);
      stack.add("baseline", BaselineWorker.class, List.of(stack.temporalAddress()));
      ByteString graph =
          stack.client().store(chain ? NoOpGraphs.chain(nodes) : NoOpGraphs.fan(nodes));
      try (BaselineClient baseline = BaselineClient.connect(stack.temporalAddress())) {
        Ratios ratios =
            new AlternatingPairs(
                    () -> ours(stack.client(), graph),
                    () -> chain ? baseline.chain(nodes) : baseline.fan(nodes, Interpreter.WINDOW),
                    options.number("--warm-ups"),
                    options.number("--most-pairs"))
                .measure(goal.goal(), progress);
        return result(ratios);
      }
    }
  }

  /// One segment, so that its window is that of the baseline.
  private double ours(RunClient client, ByteString graph) {
    long start = System.nanoTime();
    ByteString run = client.submit(graph, nodes);
    client.awaitSuccess(run, lastEvent());
    return (System.nanoTime() - start) / 1e9;
  }

  /// Submitted, planned, two for each node, succeeded.
  private long lastEvent() {
    return 2L * nodes + 3;
  }

  private Result result(Ratios ratios) {
    List<Figure> figures = new ArrayList<>();
    figures.add(ratios.figure("by hand", goal));
    figures.add(Figure.of("ours, per node", ratios.ours() * 1e3 / nodes, "ms", new Goal.None()));
    figures.add(
        Figure.of("by hand, per node", ratios.baseline() * 1e3 / nodes, "ms", new Goal.None()));
    return new Result(
        name,
        figures,
        List.of(
            "Median of %d alternating pairs, spread from quartile to quartile."
                .formatted(ratios.pairs().size())));
  }
}
