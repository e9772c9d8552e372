package org.cinegraph.bench.sampling;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cinegraph.bench.measure.AlternatingPairs;
import org.cinegraph.bench.measure.Bench;
import org.cinegraph.bench.measure.BenchOptions;
import org.cinegraph.bench.measure.Figure;
import org.cinegraph.bench.measure.Goal;
import org.cinegraph.bench.measure.Result;
import org.cinegraph.bench.stack.BuiltTree;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.tensor.program.EngineSettings;
import org.cinegraph.nodes.tensor.program.TensorEngine;
import org.cinegraph.proto.v1.WorkDone;
import org.cinegraph.server.stack.FileTree;
import org.cinegraph.workers.wire.WireValues;

/// `step-loop`: what the worker adds to sampling. A whole lease of `sample-latents`, from its
/// giving to its answer (fetch, progress, previews, checkpoints at the usual interval, store),
/// against the bare calls of the network in the same process.
public final class StepLoopBench implements Bench {
  private static final Goal GOAL = new Goal.AtMost(1.05, 1.2);
  private static final int STEPS = 24;

  /// Long enough for a checkpoint.
  private static final int MANY_STEPS = 200;

  /// The worker's own code is compiled by then, as in a worker that has been up for a while.
  private static final int WARM_UPS = 20;

  private static final int MOST_PAIRS = 40;
  private static final double NANOS_PER_SECOND = 1e9;

  @Override
  public String name() {
    return "step-loop";
  }

  @Override
  public String line() {
    return "a lease of sample-latents in the worker / the same calls of the network in a bare loop,"
        + " goal <= 1.05";
  }

  @Override
  public Result run(BenchOptions options, Progress progress) throws Exception {
    Path models = BuiltTree.root().resolve("examples-graphs/models");
    Path folder = Files.createTempDirectory("cinegraph-step-loop-");
    TensorEngine engine = TensorEngine.start(EngineSettings.plain());
    try (WorkerInside worker = new WorkerInside(models, folder, engine)) {
      ArtifactReference text = encode(worker);
      Path encoded = folder.resolve("conditioning");
      Files.write(encoded, worker.artifact(text.digest()));
      try (BareLoop bare = BareLoop.open(models.resolve("toybox"), encoded)) {
        List<Figure> figures = new ArrayList<>();
        figures.add(figure(worker, text, bare, STEPS, progress));
        int before = worker.control().checkpoints();
        figures.add(figure(worker, text, bare, MANY_STEPS, progress));
        int checkpoints = worker.control().checkpoints() - before;
        return new Result(
            name(),
            figures,
            List.of(
                "On one thread of the processor; "
                    + checkpoints
                    + " checkpoints were stored in the leases of "
                    + MANY_STEPS
                    + " steps."));
      }
    } finally {
      FileTree.delete(folder);
    }
  }

  static ArtifactReference encode(WorkerInside worker) {
    SequencedMap<String, Value> parameters = new LinkedHashMap<>();
    parameters.put("prompt", new Value.Text("a red ball bounces on a green floor"));
    WorkDone done = worker.compute("encode-text", parameters, new LinkedHashMap<>());
    return WireValues.reference(done.getOutputs(0).getValue().getArtifact());
  }

  private static Figure figure(
      WorkerInside worker, ArtifactReference text, BareLoop bare, int steps, Progress progress)
      throws Exception {
    AlternatingPairs pairs =
        new AlternatingPairs(
            () -> sample(worker, text, steps),
            () -> bare.seconds(steps),
            WARM_UPS * STEPS / steps,
            MOST_PAIRS);
    Figure ratio = pairs.measure(((Goal.AtMost) GOAL).goal(), progress).figure("bare loop", GOAL);
    return new Figure(
        "ratio, " + steps + " steps",
        ratio.value(),
        ratio.unit(),
        ratio.baseline(),
        ratio.spread(),
        ratio.goal());
  }

  static double sample(WorkerInside worker, ArtifactReference text, int steps) {
    SequencedMap<String, Value> parameters = new LinkedHashMap<>();
    parameters.put("steps", new Value.Int(steps));
    parameters.put("seed", new Value.Int(7));
    SequencedMap<String, PortValue> inputs = new LinkedHashMap<>();
    inputs.put("conditioning", new PortValue.Artifact(text));
    long begun = System.nanoTime();
    worker.compute("sample-latents", parameters, inputs);
    return (System.nanoTime() - begun) / NANOS_PER_SECOND;
  }
}
