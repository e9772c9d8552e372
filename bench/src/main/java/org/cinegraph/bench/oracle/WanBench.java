package org.cinegraph.bench.oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cinegraph.bench.measure.AlternatingPairs;
import org.cinegraph.bench.measure.Bench;
import org.cinegraph.bench.measure.BenchOptions;
import org.cinegraph.bench.measure.Figure;
import org.cinegraph.bench.measure.Goal;
import org.cinegraph.bench.measure.Result;
import org.cinegraph.bench.stack.BuiltTree;
import org.cinegraph.nodes.diffusion.wan.WanTransformer3DModel;
import org.cinegraph.nodes.diffusion.wanvae.AutoencoderKLWan;
import org.cinegraph.nodes.diffusion.wanvae.CausalPast;
import org.cinegraph.nodes.diffusion.wanvae.Clips;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.model.ModelPackage;
import org.cinegraph.nodes.tensor.program.EngineSettings;
import org.cinegraph.nodes.tensor.program.TensorEngine;
import org.cinegraph.nodes.tensor.safetensors.SafetensorsFile;
import org.cinegraph.server.stack.FileTree;

/// A network of Wan against diffusers: the same weights, input, processor and one thread each, in
/// turns. It tells how far the two results are apart, too.
public final class WanBench implements Bench {
  private static final Goal.AtMost CLOSENESS = new Goal.AtMost(10, 10);
  private static final Path SCRIPT = Path.of("nodes/diffusion/src/test/oracle/wan_step.py");
  private static final int WARM_UPS = 1;
  private static final int MOST_PAIRS = 20;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double MILLIONTHS = 1e6;

  private final String name;
  private final String what;
  private final String made;
  private final Goal.AtMost speed;
  private final Optional<RecordGate> gate;

  private WanBench(
      String name, String what, String made, Goal.AtMost speed, Optional<RecordGate> gate) {
    this.name = name;
    this.what = what;
    this.made = made;
    this.speed = speed;
    this.gate = gate;
  }

  /// `wan-step`: one prediction of the transformer.
  public static WanBench ofStep() {
    return new WanBench(
        "wan-step",
        "a prediction of Wan's transformer (99 M parameters, 975 tokens)",
        "step",
        new Goal.AtMost(1.0, 1.15),
        Optional.empty());
  }

  /// `wan-full`: Wan 2.1 of 1.3B as large as it is, alone and under a lease.
  public static WanBench ofFull() {
    return new WanBench(
        "wan-full",
        "a prediction of Wan's transformer (1.3B in full size, random weights, 32 tokens)",
        "full",
        new Goal.AtMost(1.0, 1.15),
        Optional.of(RecordGate.WAN));
  }

  /// `wan-decode`: 21 latent frames.
  public static WanBench ofDecoding() {
    return new WanBench(
        "wan-decode",
        "21 latent frames of 4×6 decoded by Wan's autoencoder (14 M parameters)",
        "decode",
        new Goal.AtMost(1.0, 1.2),
        Optional.empty());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String line() {
    return "%s / diffusers, goal <= 1.0".formatted(what);
  }

  /// What is measured on our side.
  private interface Ours extends AutoCloseable {
    FloatTensor once() throws NodeFailure;

    @Override
    void close();
  }

  @Override
  public Result run(BenchOptions options, Progress progress) throws Exception {
    TensorEngine engine = TensorEngine.start(EngineSettings.plain());
    Path folder = Files.createTempDirectory("cinegraph-" + name + "-");
    List<String> arguments = List.of(made, folder.toString());
    Path script = BuiltTree.root().resolve(SCRIPT);
    try (SideProcess diffusers = SideProcess.python(SideProcess.python(), script, arguments)) {
      progress.say("diffusers makes the network");
      String versions = "libtorch %s here, %s there".formatted(engine.version(), diffusers.hear());
      progress.say(versions);
      return compare(folder, engine, diffusers, versions, progress);
    } finally {
      FileTree.delete(folder);
    }
  }

  private Result compare(
      Path folder, TensorEngine engine, SideProcess diffusers, String versions, Progress progress)
      throws Exception {
    try (SafetensorsFile given = SafetensorsFile.open(folder.resolve("given.safetensors"));
        Ours ours = open(folder, given)) {
      double apart = apart(ours.once().values(), given.floats("out").values());
      progress.say("the results are apart by a relative RMS of %.2e".formatted(apart));
      if (gate.isPresent()) {
        float[] leased = LeasedStep.ofVideo(folder, engine);
        double step = apart(leased, given.floats("latents").values());
        progress.say("a guided step under a lease is apart by %.2e".formatted(step));
        apart = Math.max(apart, step);
        gate.get().found(BuiltTree.root(), 2, apart);
      }
      AlternatingPairs pairs =
          new AlternatingPairs(
              () -> seconds(ours), () -> diffusers.askForNumber("again"), WARM_UPS, MOST_PAIRS);
      Figure ratio = pairs.measure(speed.goal(), progress).figure("diffusers", speed);
      return new Result(
          name,
          List.of(
              ratio, Figure.of("relative RMS apart", apart * MILLIONTHS, "millionths", CLOSENESS)),
          List.of("%s, float32, one thread each; %s.".formatted(what, versions)));
    }
  }

  private Ours open(Path folder, SafetensorsFile given) throws NodeFailure, IOException {
    ModelPackage model = ModelPackage.open(name, folder.resolve("models/package"));
    if (!made.equals("decode")) {
      return new Prediction(
          WanTransformer3DModel.load(model.part("transformer")).model(),
          given.floats("x"),
          given.floats("t"),
          given.floats("hidden"));
    }
    return new Decoding(AutoencoderKLWan.load(model.part("vae")).model(), given.floats("x"));
  }

  private record Prediction(
      WanTransformer3DModel model, FloatTensor x, FloatTensor t, FloatTensor hidden)
      implements Ours {
    @Override
    public FloatTensor once() throws NodeFailure {
      return model.predict(x, t, hidden, () -> {});
    }

    @Override
    public void close() {
      model.close();
    }
  }

  private record Decoding(AutoencoderKLWan model, FloatTensor x) implements Ours {
    @Override
    public FloatTensor once() throws NodeFailure {
      List<FloatTensor> pieces = new ArrayList<>();
      CausalPast past = model.nothing();
      for (int i = 0; i < Clips.frames(x); i++) {
        AutoencoderKLWan.Made made = model.decode(Clips.cut(x, i, 1), past, () -> {});
        pieces.add(made.values());
        past.close();
        past = made.past();
      }
      past.close();
      return Clips.joined(pieces);
    }

    @Override
    public void close() {
      model.close();
    }
  }

  private static double seconds(Ours ours) throws NodeFailure {
    long begun = System.nanoTime();
    ours.once();
    return (System.nanoTime() - begun) / NANOS_PER_SECOND;
  }

  /// What lies outside -1 to 1 is cut off by the library when it decodes; predictions are larger.
  private double apart(float[] ours, float[] theirs) {
    boolean cut = made.equals("decode");
    double difference = 0;
    double size = 0;
    for (int i = 0; i < theirs.length; i++) {
      double own = cut ? Math.clamp(ours[i], -1f, 1f) : ours[i];
      difference += Math.pow(own - theirs[i], 2);
      size += Math.pow(theirs[i], 2);
    }
    return Math.sqrt(difference / size);
  }
}
