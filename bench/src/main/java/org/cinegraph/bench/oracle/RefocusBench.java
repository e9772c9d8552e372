package org.cinegraph.bench.oracle;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cinegraph.bench.measure.AlternatingPairs;
import org.cinegraph.bench.measure.Bench;
import org.cinegraph.bench.measure.BenchOptions;
import org.cinegraph.bench.measure.Goal;
import org.cinegraph.bench.measure.Result;
import org.cinegraph.bench.sampling.WorkerInside;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.tensor.model.FileDigests;
import org.cinegraph.nodes.tensor.program.EngineSettings;
import org.cinegraph.nodes.tensor.program.TensorEngine;
import org.cinegraph.workers.wire.WireValues;

/// What refocused attention costs: the same sampling with and without it, in the worker's parts, by
/// turns. It is on in all steps.
public final class RefocusBench implements Bench {
  private static final int WARM_UPS = 1;
  private static final int MOST_PAIRS = 20;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int STEPS = 3;
  private static final int SIDE = 256;

  /// Three phrases of seven tokens, in boxes that meet.
  private static final Value GROUPS =
      CanonicalJson.parse(
          """
          [{"span":[1,3],"box":[0,0,0.5,1]},{"span":[3,5],"box":[0.5,0,1,0.5]},{"span":[5,8],"box":[0.5,0.5,1,1]}]\
          """);

  private final String mode;
  private final String line;
  private final Goal.AtMost goal;

  private RefocusBench(String mode, String line, Goal.AtMost goal) {
    this.mode = mode;
    this.line = line;
    this.goal = goal;
  }

  /// `refocus-observe`: maps and CosmicMan's loss at every step.
  public static RefocusBench ofObserve() {
    return new RefocusBench(
        "observe",
        "a step that is observed / a plain one, goal <= 1.15",
        new Goal.AtMost(1.15, 1.5));
  }

  /// `refocus-modulate`: scores moved towards regions at every step.
  public static RefocusBench ofModulate() {
    return new RefocusBench(
        "modulate", "a step that is modulated / a plain one, goal <= 1.3", new Goal.AtMost(1.3, 2));
  }

  /// `refocus-guide`: the sample moved down an energy before every step.
  public static RefocusBench ofGuide() {
    return new RefocusBench(
        "guide", "a step that is guided / a plain one, goal <= 4", new Goal.AtMost(4, 6));
  }

  @Override
  public String name() {
    return "refocus-" + mode;
  }

  @Override
  public String line() {
    return line;
  }

  @Override
  public Result run(BenchOptions options, Progress progress) throws Exception {
    try (JobSides sides = JobSides.ofImages("small", progress)) {
      Path folder = sides.folder();
      TensorEngine engine = TensorEngine.start(EngineSettings.plain());
      try (WorkerInside worker =
          new WorkerInside(folder.resolve("models"), folder, engine, FileDigests.ofThisProcess())) {
        PortValue text = text(worker);
        PortValue refocused = refocused(worker, text);
        AlternatingPairs pairs =
            new AlternatingPairs(
                () -> seconds(worker, refocused),
                () -> seconds(worker, text),
                WARM_UPS,
                MOST_PAIRS);
        return new Result(
            name(),
            List.of(pairs.measure(goal.goal(), progress).figure("plain sampling", goal)),
            List.of(
                "%d steps with guidance, %d by %d pixels, SDXL's layout, three groups, factor 16, float32, one thread."
                    .formatted(STEPS, SIDE, SIDE)));
      }
    }
  }

  private static PortValue text(WorkerInside worker) {
    SequencedMap<String, Value> prompts = new LinkedHashMap<>();
    prompts.put("prompt", new Value.Text("a photo of the red ball on a green floor"));
    return compute(worker, "encode-text", prompts, new LinkedHashMap<>());
  }

  private PortValue refocused(WorkerInside worker, PortValue text) {
    SequencedMap<String, Value> with = new LinkedHashMap<>();
    with.put("groups", GROUPS);
    with.put(mode, CanonicalJson.parse("[0,1]"));
    return compute(worker, "refocus-attention", with, conditioning(text));
  }

  private static double seconds(WorkerInside worker, PortValue text) {
    SequencedMap<String, Value> with = new LinkedHashMap<>();
    with.put("steps", new Value.Int(STEPS));
    with.put("width", new Value.Int(SIDE));
    with.put("height", new Value.Int(SIDE));
    long begun = System.nanoTime();
    compute(worker, "sample-latents", with, conditioning(text));
    return (System.nanoTime() - begun) / NANOS_PER_SECOND;
  }

  private static SequencedMap<String, PortValue> conditioning(PortValue text) {
    SequencedMap<String, PortValue> inputs = new LinkedHashMap<>();
    inputs.put("conditioning", text);
    return inputs;
  }

  private static PortValue compute(
      WorkerInside worker,
      String type,
      SequencedMap<String, Value> with,
      SequencedMap<String, PortValue> inputs) {
    return WireValues.value(worker.compute(type, with, inputs).getOutputs(0).getValue());
  }
}
