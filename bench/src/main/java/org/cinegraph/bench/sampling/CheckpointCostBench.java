package org.cinegraph.bench.sampling;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cinegraph.bench.measure.AlternatingPairs;
import org.cinegraph.bench.measure.AlternatingPairs.Ratios;
import org.cinegraph.bench.measure.Bench;
import org.cinegraph.bench.measure.BenchOptions;
import org.cinegraph.bench.measure.Goal;
import org.cinegraph.bench.measure.Result;
import org.cinegraph.bench.stack.BuiltTree;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.nodes.tensor.program.EngineSettings;
import org.cinegraph.nodes.tensor.program.TensorEngine;
import org.cinegraph.server.stack.FileTree;

/// `checkpoint-cost`: what checkpoints at the usual interval cost a sampler.
public final class CheckpointCostBench implements Bench {
  private static final Goal.AtMost GOAL = new Goal.AtMost(1.02, 1.05);

  /// The most that the model takes.
  private static final int STEPS = 250;

  /// The demo model's steps take 7 ms, too few for an interval of 2 s. With the pause a loop is
  /// long enough for several, and a checkpoint costs what it costs.
  private static final String PAUSE = "cinegraph.trial.pause-ms.sample-latents";

  private static final int PAUSE_MS = 25;

  private static final int WARM_UPS = 1;
  private static final int MOST_PAIRS = 12;
  private static final String WITHOUT = "cinegraph.trial.without-checkpoints";

  @Override
  public String name() {
    return "checkpoint-cost";
  }

  @Override
  public String line() {
    return "sample-latents with checkpoints at the usual interval / without any, goal <= 1.02";
  }

  @Override
  public Result run(BenchOptions options, Progress progress) throws Exception {
    Path folder = Files.createTempDirectory("cinegraph-checkpoint-cost-");
    TensorEngine engine = TensorEngine.start(EngineSettings.plain());
    Path models = BuiltTree.root().resolve("examples-graphs/models");
    try (WorkerInside worker = new WorkerInside(models, folder, engine)) {
      ArtifactReference text = StepLoopBench.encode(worker);
      AlternatingPairs pairs =
          new AlternatingPairs(
              () -> sample(worker, text, true),
              () -> sample(worker, text, false),
              WARM_UPS,
              MOST_PAIRS);
      Ratios measured = pairs.measure(GOAL.goal(), progress);
      int checkpoints = worker.control().checkpoints();
      return new Result(
          name(),
          List.of(measured.figure("without checkpoints", GOAL)),
          List.of(
              "Of %d steps, each after a pause of %d ms; %d checkpoints were stored in all."
                  .formatted(STEPS, PAUSE_MS, checkpoints)));
    } finally {
      FileTree.delete(folder);
    }
  }

  private static double sample(WorkerInside worker, ArtifactReference text, boolean checkpoints) {
    System.setProperty(WITHOUT, Boolean.toString(!checkpoints));
    System.setProperty(PAUSE, Integer.toString(PAUSE_MS));
    try {
      return StepLoopBench.sample(worker, text, STEPS);
    } finally {
      System.clearProperty(WITHOUT);
      System.clearProperty(PAUSE);
    }
  }
}
