package org.cinegraph.bench.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.cinegraph.bench.stack.BuiltTree;

/// `graph-check`: how long the check of a graph of 1,000 nodes takes, with its way to the control
/// plane and back. An editor asks for it after every pause of its author.
public final class GraphCheckBench implements Bench {
  private static final Goal GOAL = new Goal.AtMost(100, 1_000);
  private static final BenchOption CHECKS =
      new BenchOption("--checks", 200, 20, "checks that are measured");
  private static final int NODES = 1_000;
  private static final int WARM_UPS = 100;
  private static final int COMMANDS = 5;
  private static final int CREDITS = 1;
  private static final double NANOS_PER_MILLISECOND = 1e6;

  @Override
  public String name() {
    return "graph-check";
  }

  @Override
  public String line() {
    return "milliseconds of the check of a graph of 1,000 nodes with `serve` up, goal p99 <= 100";
  }

  @Override
  public List<BenchOption> options() {
    return List.of(CHECKS);
  }

  @Override
  public Result run(BenchOptions options, Progress progress) throws Exception {
    String graph = NoOpGraphs.comb(NODES / 2);
    try (BenchStack stack = BenchStack.open(progress)) {
      stack.addPlainWorker(CREDITS);
      stack.client().store(graph);
      double first = check(stack.client(), graph);
      List<Double> checks = new ArrayList<>();
      int wanted = options.number(CHECKS.name());
      progress.say("Checking a graph of %d nodes %d times ...".formatted(NODES, wanted + WARM_UPS));
      for (int at = -WARM_UPS; at < wanted; at++) {
        double taken = check(stack.client(), graph);
        if (at >= 0) {
          checks.add(taken);
        }
      }
      return result(checks, first, commands(stack, graph));
    }
  }

  private Result result(List<Double> checks, double first, List<Double> commands) {
    return new Result(
        name(),
        List.of(
            Figure.of("p99", Spread.percentile(checks, 99), "ms", GOAL),
            Figure.of("p50", Spread.median(checks), "ms", Spread.of(checks), new Goal.None()),
            Figure.of("the first", first, "ms", new Goal.None()),
            Figure.of(
                "the whole command",
                Spread.median(commands),
                "ms",
                Spread.of(commands),
                new Goal.None())),
        List.of(
            "%d checks after %d that are not counted, each the whole call from a client in another"
                    .formatted(checks.size(), WARM_UPS)
                + " process; the command is `./cinegraph graphs check`, with the start of its JVM."));
  }

  private static double check(RunClient client, String graph) {
    long begun = System.nanoTime();
    client.check(graph);
    return (System.nanoTime() - begun) / NANOS_PER_MILLISECOND;
  }

  private static List<Double> commands(BenchStack stack, String graph)
      throws IOException, InterruptedException {
    Path file = stack.home().folder().resolve("bench.yaml");
    Files.writeString(file, graph);
    Path said = stack.home().folder().resolve("said");
    List<String> line =
        List.of(
            BuiltTree.root().resolve("cinegraph").toString(),
            "graphs",
            "check",
            file.toString(),
            "--home",
            stack.home().folder().toString(),
            "--server",
            stack.serverAddress());
    List<Double> taken = new ArrayList<>();
    while (taken.size() < COMMANDS) {
      long begun = System.nanoTime();
      int status =
          new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start()
              .waitFor();
      taken.add((System.nanoTime() - begun) / NANOS_PER_MILLISECOND);
      if (status != 0) {
        throw new BenchFailure(
            "The check failed: " + Files.readString(said, StandardCharsets.UTF_8).strip());
      }
    }
    return taken;
  }
}
