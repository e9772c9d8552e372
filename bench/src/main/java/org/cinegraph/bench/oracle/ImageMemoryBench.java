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

/// `image-memory`: the most memory of a process that makes one image and did nothing before, the
/// worker's against that of diffusers. All that is resident counts, mapped files included.
public final class ImageMemoryBench implements Bench {
  private static final Goal GOAL = new Goal.AtMost(0.9, 1.1);
  private static final BenchOption ROUNDS =
      new BenchOption("--rounds", 3, 1, "processes of each side");

  @Override
  public String name() {
    return "image-memory";
  }

  @Override
  public String line() {
    return "peak memory of a process that makes the image of image-job / diffusers, goal <= 0.9";
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
    try (ImageSides sides = ImageSides.make("small", progress)) {
      while (ratios.size() < options.number(ROUNDS.name())) {
        here.add(peak(sides.worker()));
        there.add(peak(sides.diffusers()));
        ratios.add(here.getLast() / there.getLast());
        progress.say("%.0f MiB / %.0f MiB".formatted(here.getLast(), there.getLast()));
      }
    }
    Figure.Baseline diffusers = new Figure.Baseline("diffusers", Spread.median(there), "MiB");
    return new Result(
        name(),
        List.of(
            new Figure(
                "ratio",
                Spread.median(ratios),
                "",
                Optional.of(diffusers),
                Optional.of(Spread.of(ratios)),
                GOAL)),
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
