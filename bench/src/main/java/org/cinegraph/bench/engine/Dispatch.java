package org.cinegraph.bench.engine;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import org.cinegraph.bench.measure.Bench;
import org.cinegraph.bench.measure.BenchOption;
import org.cinegraph.bench.measure.BenchOptions;
import org.cinegraph.bench.measure.Figure;
import org.cinegraph.bench.measure.Goal;
import org.cinegraph.bench.measure.Result;
import org.cinegraph.bench.measure.Spread;
import org.cinegraph.proto.v1.NodeState;

/// From the commit that made a node ready to its lease at the worker, with one node ready at a time
/// and the worker idle.
///
/// The worker stands in this process and reads both ends from one clock. The commit is the done
/// transaction of a node with a consumer in another segment: it makes the consumer ready by itself,
/// and its answer reaches the worker right after it. The second figure begins when the worker sends
/// its report, so it holds the whole commit too and nothing can be missing in it.
public final class Dispatch implements Bench {
  private static final int NODES = 200;
  private static final Goal P50 = new Goal.AtMost(10, 50);
  private static final Goal P99 = Goal.AtMost.of(50);

  @Override
  public String name() {
    return "dispatch";
  }

  @Override
  public String line() {
    return "ms from the commit that made a node ready to its lease at an idle worker, goal p50 <="
        + " 10, p99 <= 50";
  }

  @Override
  public List<BenchOption> options() {
    return List.of(new BenchOption("--runs", 3, 1, "runs that give 200 measurements each"));
  }

  @Override
  public Result run(BenchOptions options, Progress progress) throws Exception {
    List<DispatchProbe.Sample> samples = new ArrayList<>();
    try (BenchStack stack = BenchStack.open(progress);
        DispatchProbe worker = DispatchProbe.connect(stack.serverAddress(), stack.home().token())) {
      ByteString graph = stack.client().store(NoOpGraphs.comb(NODES));
      int runs = options.number("--runs");
      for (int i = 0; i <= runs; i++) {
        worker.hold();
        ByteString run = stack.client().submit(graph, NODES);
        awaitBlocked(stack.client(), run);
        worker.release();
        stack.client().awaitSuccess(run, 4L * NODES + 3);
        List<DispatchProbe.Sample> found = worker.samples();
        progress.say("run %d: p50 %.2f ms".formatted(i, Spread.median(latencies(found))));
        if (i > 0) {
          samples.addAll(found);
        }
      }
    }
    return result(samples);
  }

  /// Every second node waits in Postgres for its first one, and nothing else happens any more.
  private static void awaitBlocked(RunClient client, ByteString run) throws InterruptedException {
    long blocked = 0;
    while (blocked < NODES) {
      Thread.sleep(100);
      blocked =
          client.get(run).getNodesList().stream()
              .filter(node -> node.getState() == NodeState.NODE_STATE_BLOCKED)
              .count();
    }
  }

  private Result result(List<DispatchProbe.Sample> samples) {
    List<Double> latencies = latencies(samples);
    List<Double> whole = samples.stream().map(DispatchProbe.Sample::fromReportMillis).toList();
    return new Result(
        name(),
        List.of(
            Figure.of("p50", Spread.median(latencies), "ms", Spread.of(latencies), P50),
            Figure.of("p99", Spread.percentile(latencies, 99), "ms", P99),
            Figure.of(
                "p50 from the report",
                Spread.median(whole),
                "ms",
                Spread.of(whole),
                new Goal.None()),
            Figure.of("p99 from the report", Spread.percentile(whole, 99), "ms", new Goal.None())),
        List.of("%d nodes, spread from quartile to quartile.".formatted(samples.size())));
  }

  private static List<Double> latencies(List<DispatchProbe.Sample> samples) {
    return samples.stream().map(DispatchProbe.Sample::fromAnswerMillis).toList();
  }
}
