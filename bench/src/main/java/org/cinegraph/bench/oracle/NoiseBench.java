package org.cinegraph.bench.oracle;

import java.nio.file.Path;
import java.util.List;
import org.cinegraph.bench.measure.AlternatingPairs;
import org.cinegraph.bench.measure.AlternatingPairs.Ratios;
import org.cinegraph.bench.measure.Bench;
import org.cinegraph.bench.measure.BenchOptions;
import org.cinegraph.bench.measure.Goal;
import org.cinegraph.bench.measure.Result;
import org.cinegraph.bench.stack.BuiltTree;
import org.cinegraph.nodes.tensor.array.Shape;
import org.cinegraph.nodes.tensor.noise.TorchNoise;

/// `noise`: the normal numbers of torch in Java, against torch, which draws them by vector
/// instructions.
public final class NoiseBench implements Bench {
  private static final Goal.AtMost GOAL = new Goal.AtMost(4, 6);
  private static final Path SCRIPT = Path.of("nodes/tensor/src/test/oracle/noise.py");

  /// Latents of a video of 8 s: 4.7 million numbers.
  private static final Shape LATENTS = Shape.of(1, 16, 32, 96, 96);

  private static final int WARM_UPS = 5;
  private static final int MOST_PAIRS = 100;
  private static final double NANOS_PER_SECOND = 1e9;

  @Override
  public String name() {
    return "noise";
  }

  @Override
  public String line() {
    return "4.7 M normal numbers / torch.randn, which gives the same ones, goal <= 4";
  }

  @Override
  public Result run(BenchOptions options, Progress progress) throws Exception {
    Path script = BuiltTree.root().resolve(SCRIPT);
    List<String> count = List.of(Long.toString(LATENTS.elements()));
    try (SideProcess torch = SideProcess.python(SideProcess.python(), script, count)) {
      String version = torch.hear();
      AlternatingPairs pairs =
          new AlternatingPairs(
              NoiseBench::seconds, () -> torch.askForNumber("draw"), WARM_UPS, MOST_PAIRS);
      Ratios measured = pairs.measure(GOAL.goal(), progress);
      return new Result(
          name(),
          List.of(measured.figure("torch", GOAL)),
          List.of("%s, one thread each; here %.3f s.".formatted(version, measured.ours())));
    }
  }

  private static double seconds() {
    long begun = System.nanoTime();
    TorchNoise.seeded(7).normal(LATENTS);
    return (System.nanoTime() - begun) / NANOS_PER_SECOND;
  }
}
