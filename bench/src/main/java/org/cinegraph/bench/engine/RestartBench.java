package org.cinegraph.bench.engine;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.cinegraph.bench.measure.Bench;
import org.cinegraph.bench.measure.BenchFailure;
import org.cinegraph.bench.measure.BenchOption;
import org.cinegraph.bench.measure.BenchOptions;
import org.cinegraph.bench.measure.Figure;
import org.cinegraph.bench.measure.Goal;
import org.cinegraph.bench.measure.Result;
import org.cinegraph.bench.measure.Spread;
import org.cinegraph.proto.v1.NodeState;

/// `restart-10k`: how soon a control plane that was killed with -9 gives its first lease when
/// 10,000 nodes wait.
public final class RestartBench implements Bench {
  private static final Goal GOAL = new Goal.AtMost(0.5, 5);
  private static final BenchOption RESTARTS =
      new BenchOption("--restarts", 5, 1, "kills that are measured");

  /// Of a run at most eight segments are driven at once, with at most 200 nodes in flight each.
  private static final int RUNS = 7;

  private static final int NODES_OF_A_RUN = 1_500;
  private static final int SEGMENT = 200;

  private static final double NANOS_PER_SECOND = 1e9;

  @Override
  public String name() {
    return "restart-10k";
  }

  @Override
  public String line() {
    return "seconds from the restarted control plane's ready to the first lease, 10,500 nodes"
        + " waiting, goal <= 0.5";
  }

  @Override
  public List<BenchOption> options() {
    return List.of(RESTARTS);
  }

  @Override
  public Result run(BenchOptions options, Progress progress) throws Exception {
    List<Double> seconds = new ArrayList<>();
    try (BenchStack stack = BenchStack.open(progress)) {
      ByteString graph = store(stack);
      for (int i = 0; i < RUNS; i++) {
        awaitWaiting(stack.client(), stack.client().submit(graph, SEGMENT), progress);
      }
      int restarts = options.number(RESTARTS.name());
      while (seconds.size() < restarts) {
        seconds.add(restart(stack));
        progress.say(
            "restart %d of %d: %.2f s".formatted(seconds.size(), restarts, seconds.getLast()));
      }
    }
    return new Result(
        name(),
        List.of(
            Figure.of("p50", Spread.median(seconds), "s", Spread.of(seconds), GOAL),
            Figure.of("slowest", Spread.percentile(seconds, 100), "s", new Goal.None())),
        List.of(
            "From the first answered call; a worker tries to connect every 20 ms meanwhile.",
            "The control plane is killed with -9 and started again by the supervisor."));
  }

  /// The node types are known once a worker was there.
  private static ByteString store(BenchStack stack) throws IOException {
    try (DispatchProbe probe = DispatchProbe.connect(stack.serverAddress(), stack.home().token())) {
      probe.hold();
      return stack.client().store(NoOpGraphs.fan(NODES_OF_A_RUN));
    }
  }

  private static void awaitWaiting(RunClient client, ByteString run, Progress progress)
      throws InterruptedException {
    long waiting = 0;
    while (waiting < NODES_OF_A_RUN) {
      Thread.sleep(2_000);
      waiting =
          client.get(run).getNodesList().stream()
              .filter(node -> node.getState() == NodeState.NODE_STATE_WAITING)
              .count();
    }
    progress.say("%d more nodes wait".formatted(waiting));
  }

  private static double restart(BenchStack stack) throws IOException, InterruptedException {
    stack.killControlPlane();
    long ready = stack.awaitReady();
    long deadline = System.nanoTime() + 60 * (long) NANOS_PER_SECOND;
    while (System.nanoTime() < deadline) {
      try (DispatchProbe probe =
          DispatchProbe.connect(stack.serverAddress(), stack.home().token())) {
        probe.hold();
        if (probe.awaitLease()) {
          return (System.nanoTime() - ready) / NANOS_PER_SECOND;
        }
      }
      Thread.sleep(20);
    }
    throw new BenchFailure("No lease came within a minute of a restart");
  }
}
