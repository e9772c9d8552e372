package org.cinegraph.bench.stack;

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
import org.cinegraph.server.stack.FileTree;

/// `cold-run`: the whole of a person's first command on a built tree, in an empty home each time:
/// from its start until it has ended and left no process behind.
public final class ColdRunBench implements Bench {
  private static final Goal GOAL = new Goal.AtMost(15, 35);
  private static final BenchOption RUNS = new BenchOption("--runs", 5, 1, "runs that are measured");
  private static final double NANOS_PER_SECOND = 1e9;

  @Override
  public String name() {
    return "cold-run";
  }

  @Override
  public String line() {
    return "seconds of ./cinegraph run text-to-movie with nothing running and nothing remembered,"
        + " goal <= 15";
  }

  @Override
  public List<BenchOption> options() {
    return List.of(RUNS);
  }

  @Override
  public Result run(BenchOptions options, Progress progress) throws Exception {
    List<Double> seconds = new ArrayList<>();
    int runs = options.number(RUNS.name());
    while (seconds.size() < runs) {
      seconds.add(run());
      progress.say("run %d of %d: %.1f s".formatted(seconds.size(), runs, seconds.getLast()));
    }
    return new Result(
        name(),
        List.of(
            Figure.of("p50", Spread.median(seconds), "s", Spread.of(seconds), GOAL),
            Figure.of("slowest", Spread.percentile(seconds, 100), "s", new Goal.None())),
        List.of("From the start of the command until every process that it started has ended."));
  }

  private static double run() throws IOException, InterruptedException {
    Path root = BuiltTree.root();
    Path folder = Files.createTempDirectory("cinegraph-cold-run-");
    Path said = folder.resolve("said");
    List<String> line =
        List.of(
            root.resolve("cinegraph").toString(),
            "run",
            root.resolve("examples-graphs/text-to-movie.yaml").toString(),
            "--home",
            folder.resolve("home").toString(),
            "--out",
            folder.resolve("out").toString());
    try {
      long begun = System.nanoTime();
      int status =
          new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start()
              .waitFor();
      double seconds = (System.nanoTime() - begun) / NANOS_PER_SECOND;
      if (status != 0 || !Files.exists(folder.resolve("out/movie.mp4"))) {
        throw new BenchFailure(
            "The run made no movie (exit status %d): %s"
                .formatted(status, Files.readString(said, StandardCharsets.UTF_8).strip()));
      }
      return seconds;
    } finally {
      FileTree.delete(folder);
    }
  }
}
