package org.cinegraph.bench.oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.cinegraph.bench.stack.BuiltTree;
import org.cinegraph.server.stack.FileTree;

/// `wan-decode-memory`: the most memory of a process that decodes a video of Wan's layout as
/// `decode-video` does and did nothing before, of 84 latent frames against 21.
public final class WanMemoryBench implements Bench {
  private static final Goal GOAL = new Goal.AtMost(1.05, 1.3);
  private static final Path SCRIPT = Path.of("nodes/diffusion/src/test/oracle/wan_step.py");
  private static final BenchOption ROUNDS =
      new BenchOption("--rounds", 3, 1, "processes of each length");

  @Override
  public String name() {
    return "wan-decode-memory";
  }

  @Override
  public String line() {
    return "peak memory of a process that decodes by Wan, 84 latent frames / 21, goal <= 1.05";
  }

  @Override
  public List<BenchOption> options() {
    return List.of(ROUNDS);
  }

  @Override
  public Result run(BenchOptions options, Progress progress) throws Exception {
    Path folder = Files.createTempDirectory("cinegraph-" + name() + "-");
    try {
      progress.say("diffusers makes a model package");
      List<String> arguments = List.of("package", folder.toString());
      Path script = BuiltTree.root().resolve(SCRIPT);
      try (SideProcess maker = SideProcess.python(SideProcess.python(), script, arguments)) {
        maker.hear();
      }
      return measure(folder, options.number(ROUNDS.name()), progress);
    } finally {
      FileTree.delete(folder);
    }
  }

  private Result measure(Path folder, int rounds, Progress progress) throws Exception {
    List<Double> ratios = new ArrayList<>();
    List<Double> lengthy = new ArrayList<>();
    List<Double> brief = new ArrayList<>();
    while (ratios.size() < rounds) {
      lengthy.add(peak(folder, "84"));
      brief.add(peak(folder, "21"));
      ratios.add(lengthy.getLast() / brief.getLast());
      progress.say("%.0f MiB / %.0f MiB".formatted(lengthy.getLast(), brief.getLast()));
    }
    Figure.Baseline once = new Figure.Baseline("21 latent frames", Spread.median(brief), "MiB");
    return new Result(
        name(),
        List.of(
            new Figure(
                "ratio",
                Spread.median(ratios),
                "",
                Optional.of(once),
                Optional.of(Spread.of(ratios)),
                GOAL)),
        List.of("Of 84 latent frames %.0f MiB.".formatted(Spread.median(lengthy))));
  }

  private static double peak(Path folder, String frames) throws IOException, InterruptedException {
    try (SideProcess side = SideProcess.java(WanWorker.class, List.of(folder.toString()))) {
      side.hear();
      side.ask(frames);
      return side.askForNumber("peak");
    }
  }
}
