package org.cinegraph.bench.oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.cinegraph.bench.measure.AlternatingPairs;
import org.cinegraph.bench.measure.Bench;
import org.cinegraph.bench.measure.BenchOptions;
import org.cinegraph.bench.measure.Figure;
import org.cinegraph.bench.measure.Goal;
import org.cinegraph.bench.measure.Result;
import org.cinegraph.bench.stack.BuiltTree;
import org.cinegraph.nodes.diffusion.unet.UNet2DConditionModel;
import org.cinegraph.nodes.diffusion.unet.UNet2DConditionModel.Added;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.model.ModelPackage;
import org.cinegraph.nodes.tensor.program.EngineSettings;
import org.cinegraph.nodes.tensor.program.TensorEngine;
import org.cinegraph.nodes.tensor.safetensors.SafetensorsFile;
import org.cinegraph.server.stack.FileTree;

/// One prediction of a denoiser against diffusers: the same weights, input, dtype, processor and
/// one thread each, in turns. It tells how far the two predictions are apart, too.
public final class UNetStepBench implements Bench {
  private static final Goal.AtMost SPEED = new Goal.AtMost(1.0, 1.15);
  private static final Goal.AtMost CLOSENESS = new Goal.AtMost(10, 10);
  private static final Path SCRIPT = Path.of("nodes/diffusion/src/test/oracle/unet_step.py");
  private static final int WARM_UPS = 2;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double MILLIONTHS = 1e6;

  private final String name;
  private final String what;
  private final String made;
  private final int mostPairs;
  private final Optional<RecordGate> gate;

  private UNetStepBench(
      String name, String what, String made, int mostPairs, Optional<RecordGate> gate) {
    this.name = name;
    this.what = what;
    this.made = made;
    this.mostPairs = mostPairs;
    this.gate = gate;
  }

  /// `unet-step`: SDXL's layout, small enough for many pairs.
  public static UNetStepBench ofSmall() {
    return new UNetStepBench(
        "unet-step", "SDXL's layout with 116 M parameters", "small", 40, Optional.empty());
  }

  /// `unet-full`: SD 1.5 as large as it is.
  public static UNetStepBench ofFull() {
    return new UNetStepBench(
        "unet-full",
        "SD 1.5 in full size, random weights",
        "full",
        10,
        Optional.of(RecordGate.FULL));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String line() {
    return "one prediction of a denoiser (%s) / diffusers, goal <= 1.0".formatted(what);
  }

  @Override
  public Result run(BenchOptions options, Progress progress) throws Exception {
    TensorEngine engine = TensorEngine.start(EngineSettings.plain());
    Path folder = Files.createTempDirectory("cinegraph-" + name + "-");
    List<String> arguments = List.of(made, folder.toString());
    Path script = BuiltTree.root().resolve(SCRIPT);
    try (SideProcess diffusers = SideProcess.python(SideProcess.python(), script, arguments)) {
      progress.say("diffusers makes the network");
      String there = diffusers.hear();
      String versions = "libtorch %s here, %s there".formatted(engine.version(), there);
      progress.say(versions);
      return compare(folder, engine, diffusers, versions, progress);
    } finally {
      FileTree.delete(folder);
    }
  }

  private Result compare(
      Path folder, TensorEngine engine, SideProcess diffusers, String versions, Progress progress)
      throws Exception {
    try (UNet2DConditionModel model =
            UNet2DConditionModel.load(
                    ModelPackage.open(name, folder.resolve("models/package")).part("unet"))
                .model();
        SafetensorsFile given = SafetensorsFile.open(folder.resolve("given.safetensors"))) {
      Input input = Input.of(given, model);
      double apart = apart(input.predict(model).values(), given.floats("out").values());
      progress.say("the predictions are apart by a relative RMS of %.2e".formatted(apart));
      if (gate.isPresent()) {
        double leased = apart(LeasedStep.ofImage(folder, engine), given.floats("latents").values());
        progress.say("a guided step under a lease is apart by %.2e".formatted(leased));
        apart = Math.max(apart, leased);
        gate.get().found(BuiltTree.root(), 2, apart);
      }
      AlternatingPairs pairs =
          new AlternatingPairs(
              () -> seconds(input, model),
              () -> diffusers.askForNumber("again"),
              WARM_UPS,
              mostPairs);
      Figure ratio = pairs.measure(SPEED.goal(), progress).figure("diffusers", SPEED);
      return new Result(
          name,
          List.of(
              ratio, Figure.of("relative RMS apart", apart * MILLIONTHS, "millionths", CLOSENESS)),
          List.of(
              "%s, latents %s, float32, one thread each; %s."
                  .formatted(what, input.x().shape(), versions)));
    }
  }

  private static double seconds(Input input, UNet2DConditionModel model) throws NodeFailure {
    long begun = System.nanoTime();
    input.predict(model);
    return (System.nanoTime() - begun) / NANOS_PER_SECOND;
  }

  private static double apart(float[] ours, float[] theirs) {
    double difference = 0;
    double size = 0;
    for (int i = 0; i < theirs.length; i++) {
      difference += Math.pow((double) ours[i] - theirs[i], 2);
      size += Math.pow(theirs[i], 2);
    }
    return Math.sqrt(difference / size);
  }

  private record Input(
      FloatTensor x, FloatTensor timesteps, FloatTensor hidden, Optional<Added> added) {
    static Input of(SafetensorsFile given, UNet2DConditionModel model) throws IOException {
      return new Input(
          given.floats("x"),
          given.floats("t"),
          given.floats("hidden"),
          model.takesAdded()
              ? Optional.of(new Added(given.floats("pooled"), given.floats("ids")))
              : Optional.empty());
    }

    FloatTensor predict(UNet2DConditionModel model) throws NodeFailure {
      return model.predict(x, timesteps, hidden, added);
    }
  }
}
