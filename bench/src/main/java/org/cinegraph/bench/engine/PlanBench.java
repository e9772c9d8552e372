package org.cinegraph.bench.engine;

import java.io.BufferedReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cinegraph.bench.measure.Bench;
import org.cinegraph.bench.measure.BenchFailure;
import org.cinegraph.bench.measure.BenchOption;
import org.cinegraph.bench.measure.BenchOptions;
import org.cinegraph.bench.measure.Figure;
import org.cinegraph.bench.measure.Goal;
import org.cinegraph.bench.measure.Result;
import org.cinegraph.bench.measure.Spread;
import org.cinegraph.server.stack.JavaCommand;

/// `plan-50k`: how long it takes to plan 50,000 nodes in a JVM with a heap of 500 MB, and how much
/// memory a planned node keeps, which is what a node costs a control plane while it waits.
public final class PlanBench implements Bench {
  private static final int LAYERS = 2_500;
  private static final int WIDTH = 20;
  private static final int HEAP_MB = 500;
  private static final BenchOption PLANS = new BenchOption("--plans", 8, 4, "plans, all measured");

  /// The columns of [PlanProbe].
  private static final int READ = 0;

  private static final int PLAN = 1;
  private static final int WRITE = 2;
  private static final int BYTES = 3;

  @Override
  public String name() {
    return "plan-50k";
  }

  @Override
  public String line() {
    return "seconds to plan 50,000 nodes with a heap of 500 MB, goal <= 2";
  }

  @Override
  public List<BenchOption> options() {
    return List.of(PLANS);
  }

  @Override
  public Result run(BenchOptions options, Progress progress) throws Exception {
    List<String> line =
        JavaCommand.likeThisProcess(
                PlanProbe.class.getName(),
                List.of("-Xmx" + HEAP_MB + "m"),
                List.of(
                    Integer.toString(LAYERS),
                    Integer.toString(WIDTH),
                    Integer.toString(options.number(PLANS.name()))))
            .line();
    Process process =
        new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    List<double[]> plans = new ArrayList<>();
    try (BufferedReader said = process.inputReader()) {
      for (String plan = said.readLine(); plan != null; plan = said.readLine()) {
        plans.add(Arrays.stream(plan.split(" ")).mapToDouble(Double::parseDouble).toArray());
        progress.say("plan %d: %s ms".formatted(plans.size(), plan));
      }
    }
    if (process.waitFor() != 0) {
      throw new BenchFailure("%d MB were not enough".formatted(HEAP_MB));
    }
    return result(plans);
  }

  private Result result(List<double[]> plans) {
    List<Double> seconds = column(plans, PLAN).stream().map(ms -> ms / 1e3).toList();
    return new Result(
        name(),
        List.of(
            Figure.of("plan", Spread.median(seconds), "s", Spread.of(seconds), Goal.AtMost.of(2)),
            Figure.of("the first plan", seconds.getFirst(), "s", new Goal.None()),
            Figure.of(
                "read and check", Spread.median(column(plans, READ)) / 1e3, "s", new Goal.None()),
            Figure.of("write", Spread.median(column(plans, WRITE)) / 1e3, "s", new Goal.None()),
            Figure.of(
                "memory of a planned node",
                Spread.median(column(plans, BYTES)),
                "bytes",
                Goal.AtMost.of(2_048))),
        List.of("Of %d plans in one process.".formatted(plans.size())));
  }

  private static List<Double> column(List<double[]> plans, int column) {
    return plans.stream().map(plan -> plan[column]).toList();
  }
}
