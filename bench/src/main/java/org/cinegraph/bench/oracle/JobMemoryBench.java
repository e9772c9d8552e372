package org.cinegraph.bench.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cinegraph.bench.measure.Bench;
import org.cinegraph.bench.measure.BenchOption;
import org.cinegraph.bench.measure.BenchOptions;
import org.cinegraph.bench.measure.Figure;
import org.cinegraph.bench.measure.Goal;
import org.cinegraph.bench.measure.Result;
import org.cinegraph.bench.measure.Spread;

/// The most memory of a process that does one whole job and did nothing before, the worker's
/// against that of diffusers. All that is resident counts, mapped files included.
public final class JobMemoryBench implements Bench {
  private static final BenchOption ROUNDS =
      new BenchOption("--rounds", 3, 1, "processes of each side");

  private final String name;
  private final String what;
  private final Goal.AtMost goal;
  private final Making making;

  private JobMemoryBench(String name, String what, Goal.AtMost goal, Making making) {
    this.name = name;
    this.what = what;
    this.goal = goal;
    this.making = making;
  }

  private interface Making {
    JobSides make(Progress progress) throws Exception;
  }

  /// `image-memory`: one image of SDXL's layout.
  public static JobMemoryBench ofImage() {
    return new JobMemoryBench(
        "image-memory",
        "that makes the image of image-job",
        new Goal.AtMost(0.9, 1.1),
        progress -> JobSides.ofImages("small", progress));
  }

  /// `video-job-memory`: text, sampling and decoding of a video of Wan's layout, with a text
  /// encoder that is most of the package, as the released one is.
  public static JobMemoryBench ofVideo() {
    return new JobMemoryBench(
        "video-job-memory",
        "that makes a video by Wan",
        new Goal.AtMost(0.8, 1.0),
        JobSides::ofVideos);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String line() {
    return "peak memory of a process %s / diffusers, goal <= %s".formatted(what, goal.goal());
  }

  @Override
  public List<BenchOption> options() {
    return List.of(ROUNDS);
  }

  @Override
  public Result run(BenchOptions options, Progress progress) throws Exception {
    List<Double> ratios = new ArrayList<>();
    List<Double> here = new ArrayList<>();
    List<Double> there = new ArrayList<>();
    try (JobSides sides = making.make(progress)) {
      while (ratios.size() < options.number(ROUNDS.name())) {
        here.add(peak(sides.worker()));
        there.add(peak(sides.diffusers()));
        ratios.add(here.getLast() / there.getLast());
        progress.say("%.0f MiB / %.0f MiB".formatted(here.getLast(), there.getLast()));
      }
    }
    Figure.Baseline diffusers = new Figure.Baseline("diffusers", Spread.median(there), "MiB");
    return new Result(
        name,
        List.of(
            new Figure(
                "ratio",
                Spread.median(ratios),
                "",
                Optional.of(diffusers),
                Optional.of(Spread.of(ratios)),
                goal)),
        List.of("Here %.0f MiB.".formatted(Spread.median(here))));
  }

  private static double peak(SideProcess side) throws Exception {
    try (side) {
      side.hear();
      side.ask("job");
      return side.askForNumber("peak");
    }
  }
}
