package org.cinegraph.nodes.diffusion;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.cinegraph.graph.declaration.Demand;
import org.cinegraph.graph.declaration.InputPort;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.OutputPort;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.diffusion.flow.FlowSampling;
import org.cinegraph.nodes.diffusion.flow.HeldBeginning;
import org.cinegraph.nodes.diffusion.flow.LinearQuadraticFlowScheduler;
import org.cinegraph.nodes.diffusion.flow.SolverSampling;
import org.cinegraph.nodes.diffusion.flow.VelocityField;
import org.cinegraph.nodes.diffusion.solver.SolverChoice;
import org.cinegraph.nodes.diffusion.toybox.ToyboxVideoTransformer;
import org.cinegraph.nodes.sdk.ModelFolder;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.NodeType;
import org.cinegraph.nodes.sdk.Parameters;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.array.Shape;
import org.cinegraph.nodes.tensor.artifact.Conditioning;
import org.cinegraph.nodes.tensor.artifact.Latents;
import org.cinegraph.nodes.tensor.model.ModelConfig;
import org.cinegraph.nodes.tensor.model.ModelPackage;
import org.cinegraph.nodes.video.frame.Png;

/// `sample-latents`: noise becomes the latents of a video.
public final class SampleLatents implements NodeType {
  /// More steps than this change nothing that can be seen.
  private static final int MOST_STEPS = 200;

  /// Those that can follow a flow.
  private static final List<String> SOLVERS =
      Stream.of(
              SolverChoice.EULER,
              SolverChoice.HEUN,
              SolverChoice.DPMPP_2M,
              SolverChoice.DPMPP_3M,
              SolverChoice.DPMPP_2M_SDE,
              SolverChoice.UNIPC_2,
              SolverChoice.UNIPC_3)
          .map(SolverChoice::written)
          .toList();

  private static final NodeDeclaration DECLARATION =
      new NodeDeclaration(
          "sample-latents",
          3,
          "Sample latents of a video",
          """
          Starts from noise and follows what the model has learned, step by step, to the latents of a
          video that fits the conditioning: flow matching on the linear-quadratic grid of Movie Gen,
          classifier-free guidance with both branches in one batch.

          `solver` says how the path is followed. `euler` goes straight on at each step. `heun` asks
          the model at both ends of a step, so that it takes nearly twice as long as its steps say.
          `dpmpp-2m`, `dpmpp-3m` (DPM-Solver++), `unipc-2` and `unipc-3` (UniPC) remember what the
          model said before, which costs no call and makes fewer steps enough. `dpmpp-2m-sde` adds
          new noise at each step. Their numbers are those of diffusers, to its rounding.

          The noise is that of torch's CPU generator: the low 32 bits of the seed count. The loop can
          be stopped after any step and goes on bit for bit on the same kind of machine.

          A model makes videos of the length that it was trained on; another number of frames is
          refused. `toybox` makes 32.

          A longer video is made of segments: `before` takes the latents of the segment before, and
          its last `overlap` frames become the first of this one, which goes on from there. Join the
          decoded segments by `concat-videos` with the same `overlap`. The longer it is, the better
          the segments fit: with `toybox` a ball that bounces stays where it is to a pixel or two at
          16 frames of 32, and may jump aside at 8. A ball that rolls begins at its own side in all
          that the model has seen, so that such a video does not go on.
          """,
          List.of(
              new InputPort(
                  "conditioning",
                  new PortType.Conditioning(),
                  true,
                  "the prompt, encoded by the same model"),
              new InputPort(
                  "before",
                  new PortType.Latents(),
                  false,
                  "the segment that this one goes on from, by the same model")),
          List.of(
              Parameter.required(
                  "model", new PortType.Model(), "model package with a video generator"),
              Parameter.optional(
                      "frames",
                      new PortType.Int(),
                      new Value.Int(32),
                      "length of the video in frames")
                  .between(1, 4096),
              Parameter.optional(
                      "steps", new PortType.Int(), new Value.Int(24), "more are finer and slower")
                  .between(1, MOST_STEPS),
              Parameter.optional(
                  "solver",
                  new PortType.Choice(SOLVERS),
                  new Value.Text(SolverChoice.EULER.written()),
                  "how the path from noise to the video is followed"),
              Parameter.optional(
                      "guidance",
                      new PortType.Float(),
                      new Value.Float(3),
                      "1 follows the prompt as learned, more exaggerates it")
                  .between(0, 30),
              Parameter.optional(
                  "seed", new PortType.Int(), new Value.Int(0), "another seed, another video"),
              Parameter.optional(
                      "overlap",
                      new PortType.Int(),
                      new Value.Int(16),
                      "frames that are those of the end of `before`; without it of no effect")
                  .between(1, 4096)),
          List.of(
              new OutputPort(
                  "latents", new PortType.Latents(), "for `decode-video` with the same model")),
          new Demand(Demand.DeviceClass.ANY, 256L << 20, 256L << 20, true),
          """
          graph: sample-latents
          nodes:
            text: {type: encode-text, with: {model: toybox, prompt: "a red ball bounces on a green floor"}}
            latents: {type: sample-latents, with: {model: toybox, conditioning: $text.conditioning, frames: 32, steps: 24, seed: 7}}
          outputs:
            latents: $latents.latents
          """);

  @Override
  public NodeDeclaration declaration() {
    return DECLARATION;
  }

  @Override
  public void run(NodeContext context) throws NodeFailure, IOException, InterruptedException {
    Parameters parameters = context.parameters();
    ModelFolder folder = context.model("model");
    ModelPackage model = ModelPackage.open(folder);
    ToyboxVideoTransformer transformer =
        context.resident(
            folder,
            "transformer",
            ToyboxVideoTransformer.class,
            () -> ToyboxVideoTransformer.load(model.part("transformer")));
    requireFrames(parameters.integer("frames"), transformer, model);
    Path encoded = context.fetch(context.artifact("conditioning"));
    Conditioning text =
        Conditioning.read(encoded, "conditioning", transformer.config().textWidth());
    double[] times =
        LinearQuadraticFlowScheduler.read(model.part("scheduler"))
            .times(parameters.smallInteger("steps"));
    FloatTensor latents =
        follow(
            context,
            (x, t) -> transformer.velocity(x, t, text),
            transformer.latents(),
            times,
            watcher(context, model.part("vae").config()),
            beginning(context, transformer, model));
    Path file = context.temporaryFolder().resolve("latents.safetensors");
    new Latents(latents).write(file);
    context.output("latents", context.store(file, Latents.MEDIA_TYPE));
  }

  /// Euler's method keeps the rounding that it had before there were others, so that a seed keeps
  /// its bytes.
  private static FloatTensor follow(
      NodeContext context,
      VelocityField field,
      Shape shape,
      double[] times,
      Consumer<FloatTensor> watcher,
      Optional<HeldBeginning> held)
      throws NodeFailure, IOException, InterruptedException {
    Parameters parameters = context.parameters();
    SolverChoice solver = SolverChoice.named(parameters.text("solver"));
    double guidance = parameters.number("guidance");
    long seed = parameters.integer("seed");
    if (solver == SolverChoice.EULER) {
      return context.loop(new FlowSampling(field, shape, times, guidance, seed, watcher, held)).x();
    }
    SolverSampling sampling =
        new SolverSampling(solver, field, shape, times, guidance, seed, watcher, held);
    return FloatTensor.of(shape, context.loop(sampling).x());
  }

  private static Consumer<FloatTensor> watcher(NodeContext context, ModelConfig autoencoder)
      throws NodeFailure {
    if (!LatentPreview.isPossible(autoencoder)) {
      return estimate -> {};
    }
    LatentPreview preview = LatentPreview.read(autoencoder);
    return estimate -> context.preview(() -> Png.encode(preview.picture(estimate)), Png.MEDIA_TYPE);
  }

  private static Optional<HeldBeginning> beginning(
      NodeContext context, ToyboxVideoTransformer transformer, ModelPackage model)
      throws NodeFailure, IOException, InterruptedException {
    if (context.input("before").isEmpty()) {
      return Optional.empty();
    }
    Path file = context.fetch(context.artifact("before"));
    FloatTensor before = Latents.read(file, "before").values();
    if (!before.shape().equals(transformer.latents())) {
      throw NodeFailure.user(
          "latents-mismatch",
          "Input before was expected to be %s, found %s. Go on from latents of the same model."
              .formatted(transformer.latents(), before.shape()));
    }
    int compression = temporalCompression(model);
    long overlap = context.parameters().integer("overlap");
    long most = (long) compression * (transformer.config().frames() - 1);
    if (overlap % compression != 0 || overlap > most) {
      throw NodeFailure.user(
          "overlap-unsupported",
          "Parameter overlap: model package %s takes multiples of %d up to %d, found %d."
              .formatted(model.name(), compression, most, overlap));
    }
    return Optional.of(new HeldBeginning(before, (int) (overlap / compression)));
  }

  private static int temporalCompression(ModelPackage model) throws NodeFailure {
    return model.part("vae").config().integer("temporal_compression");
  }

  private static void requireFrames(
      long frames, ToyboxVideoTransformer transformer, ModelPackage model) throws NodeFailure {
    int possible = transformer.config().frames() * temporalCompression(model);
    if (frames != possible) {
      throw NodeFailure.user(
          "frames-unsupported",
          "Parameter frames: model package %s makes videos of %d frames, found %d. Set frames to %d."
              .formatted(model.name(), possible, frames, possible));
    }
  }
}
