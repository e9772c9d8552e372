package org.cinegraph.bench.engine;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.cinegraph.bench.measure.Bench;
import org.cinegraph.bench.measure.BenchOption;
import org.cinegraph.bench.measure.BenchOptions;
import org.cinegraph.bench.measure.Figure;
import org.cinegraph.bench.measure.Goal;
import org.cinegraph.bench.measure.Result;
import org.cinegraph.bench.measure.Spread;
import org.cinegraph.graph.plan.PlanOptions;

/// `scale-50k`: what a run of 50,000 nodes costs against one of a tenth of its size, how much
/// memory it takes, what it costs again when the memo knows it, how much of it a change computes
/// anew, and how a run of ten nodes gets on beside it.
public final class ScaleBench implements Bench {
  private static final int WIDTH = 20;
  private static final int TENTH = 10;
  private static final int CREDITS = 200;
  private static final int SHORT_NODES = 10;
  private static final int SHORT_RUNS = 20;
  private static final int RERUNS = 5;
  private static final double MEGABYTE = 1 << 20;
  private static final BenchOption LAYERS =
      new BenchOption("--layers", 2_500, 100, "layers of the large graph, of 20 nodes each");
  private static final BenchOption SMALL_RUNS =
      new BenchOption("--small-runs", 3, 1, "runs of a tenth of its size");

  private final List<Figure> figures = new ArrayList<>();

  @Override
  public String name() {
    return "scale-50k";
  }

  @Override
  public String line() {
    return "seconds per node of a run of 50,000 no-op nodes in layers / of one of 5,000,"
        + " goal <= 1.15";
  }

  @Override
  public List<BenchOption> options() {
    return List.of(LAYERS, SMALL_RUNS);
  }

  @Override
  public Result run(BenchOptions options, Progress progress) throws Exception {
    int layers = options.number(LAYERS.name());
    LayeredGraph large = LayeredGraph.of(layers, WIDTH, 1);
    LayeredGraph small = LayeredGraph.of(layers / TENTH, WIDTH, 1);
    try (BenchStack stack = BenchStack.open(progress)) {
      stack.addPlainWorker(CREDITS);
      ByteString shortGraph = stack.client().store(NoOpGraphs.chain(SHORT_NODES));
      List<Double> perNode = new ArrayList<>();
      compute(stack.client(), small, progress);
      for (int i = options.number(SMALL_RUNS.name()); i > 0; i--) {
        perNode.add(compute(stack.client(), small, progress) / small.nodes());
      }
      figures.add(peak(stack, "control plane's memory, the tenth", new Goal.None()));
      List<Double> alone = new ArrayList<>();
      while (alone.size() < SHORT_RUNS) {
        alone.add(shortRun(stack.client(), shortGraph));
      }
      String salt = UUID.randomUUID().toString();
      measureLarge(
          stack, large, salt, shortGraph, Spread.median(perNode), Spread.median(alone), progress);
      measureAgain(stack.client(), large, salt, progress);
      figures.add(peak(stack, "control plane's memory", new Goal.AtMost(600, 2_048)));
    }
    return new Result(name(), figures, notes(large, small, options.number(SMALL_RUNS.name())));
  }

  private void measureLarge(
      BenchStack stack,
      LayeredGraph graph,
      String salt,
      ByteString shortGraph,
      double perNode,
      double alone,
      Progress progress)
      throws Exception {
    List<Double> beside = new ArrayList<>();
    AtomicBoolean ended = new AtomicBoolean();
    Thread shortRuns =
        Thread.startVirtualThread(() -> {
          while (!ended.get()) {
            beside.add(shortRun(stack.client(), shortGraph));
            pause();
          }
        });
    progress.say("Computing %d nodes ...".formatted(graph.nodes()));
    double seconds = compute(stack.client(), graph, salt);
    ended.set(true);
    shortRuns.join();
    progress.say("%d nodes: %.1f s".formatted(graph.nodes(), seconds));
    double each = seconds / graph.nodes();
    figures.add(ratio("time per node", each * 1e3, perNode * 1e3, new Goal.AtMost(1.15, 1.5)));
    figures.add(
        ratio(
            "ten nodes beside it",
            Spread.median(beside) * 1e3,
            alone * 1e3,
            new Goal.AtMost(2, 10)));
  }

  private void measureAgain(RunClient client, LayeredGraph graph, String salt, Progress progress) {
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i < RERUNS; i++) {
      seconds.add(compute(client, graph, salt));
      progress.say("remembered: %.2f s".formatted(seconds.getLast()));
    }
    figures.add(
        Figure.of(
            "all remembered",
            Spread.median(seconds),
            "s",
            Spread.of(seconds),
            new Goal.AtMost(3, 15)));
    int leaf = leaf(graph);
    LayeredGraph changed = graph.changedAt(leaf);
    AtomicInteger computed = new AtomicInteger();
    client.awaitSuccess(
        client.submit(changed.yaml(), salt),
        event -> computed.addAndGet(event.getType().equals("node-succeeded") ? 1 : 0));
    int reached = changed.reachedFrom(leaf);
    progress.say("A change reaches %d nodes, %d were computed".formatted(reached, computed.get()));
    figures.add(
        Figure.of(
            "nodes computed beyond the %d behind a change".formatted(reached),
            Math.abs(computed.get() - reached),
            "",
            new Goal.AtMost(0, 0)));
  }

  /// A node near the end that others follow.
  private static int leaf(LayeredGraph graph) {
    int leaf = (graph.layers() - 50) * WIDTH;
    while (graph.reachedFrom(leaf) < WIDTH) {
      leaf++;
    }
    return leaf;
  }

  private static double compute(RunClient client, LayeredGraph graph, Progress progress) {
    double seconds = compute(client, graph, UUID.randomUUID().toString());
    progress.say("%d nodes: %.1f s".formatted(graph.nodes(), seconds));
    return seconds;
  }

  private static double compute(RunClient client, LayeredGraph graph, String salt) {
    String yaml = graph.yaml();
    long start = System.nanoTime();
    client.awaitSuccess(client.submit(yaml, salt), _ -> {});
    return (System.nanoTime() - start) / 1e9;
  }

  private static double shortRun(RunClient client, ByteString graph) {
    long start = System.nanoTime();
    client.awaitSuccess(client.submit(graph, PlanOptions.SEGMENT_SIZE), _ -> {});
    return (System.nanoTime() - start) / 1e9;
  }

  private static void pause() {
    try {
      Thread.sleep(2_000);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static Figure ratio(String name, double large, double small, Goal goal) {
    return new Figure(
        name,
        large / small,
        "",
        Optional.of(new Figure.Baseline("small", small, "ms")),
        Optional.empty(),
        goal);
  }

  private static Figure peak(BenchStack stack, String name, Goal goal) throws IOException {
    return Figure.of(name, stack.peakMemoryOfControlPlane() / MEGABYTE, "MiB", goal);
  }

  private static List<String> notes(LayeredGraph large, LayeredGraph small, int smallRuns) {
    return List.of(
        "One run of %d nodes against the median of %d runs of %d."
            .formatted(large.nodes(), smallRuns, small.nodes()),
        "%.1f %% of the links are between segments."
            .formatted(100 * large.shareBetweenSegments(PlanOptions.SEGMENT_SIZE)),
        "Memory is the most that the process had, with its code and threads (VmHWM).");
  }
}
