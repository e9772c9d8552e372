package org.cinegraph.nodes.diffusion;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import org.cinegraph.nodes.diffusion.flow.FlowPath;
import org.cinegraph.nodes.diffusion.flow.FlowSampling;
import org.cinegraph.nodes.diffusion.flow.HeldBeginning;
import org.cinegraph.nodes.diffusion.flow.LinearQuadraticFlowScheduler;
import org.cinegraph.nodes.diffusion.flow.SolverSampling;
import org.cinegraph.nodes.diffusion.flow.VelocityField;
import org.cinegraph.nodes.diffusion.solver.SolverChoice;
import org.cinegraph.nodes.diffusion.toybox.ToyboxVideoTransformer;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.Parameters;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.artifact.Conditioning;
import org.cinegraph.nodes.tensor.artifact.Latents;
import org.cinegraph.nodes.tensor.model.ModelConfig;
import org.cinegraph.nodes.video.frame.Png;

/// Toybox: flow matching on the linear-quadratic grid of Movie Gen.
record ToyboxSampling(Place place) implements LatentSampling {
  private static final int FRAMES = 32;
  private static final int STEPS = 24;
  private static final double GUIDANCE = 3;
  private static final int OVERLAP = 16;

  @Override
  public FloatTensor sample() throws NodeFailure, IOException, InterruptedException {
    place.refuse("toybox", SampleParameters.OF_IMAGES);
    ToyboxVideoTransformer transformer =
        place
            .context()
            .resident(
                place.folder(),
                "transformer",
                ToyboxVideoTransformer.class,
                () -> ToyboxVideoTransformer.load(place.model().part("transformer")));
    Parameters parameters = place.context().parameters();
    requireFrames(parameters.smallIntegerIfSet("frames").orElse(FRAMES), transformer);
    Optional<FloatTensor> start = latents("start", transformer);
    return follow(
        new FlowPath(
            field(transformer),
            transformer.latents(),
            times(start.isPresent()),
            SampleParameters.guidance(parameters, GUIDANCE),
            parameters.integer("seed"),
            start,
            watcher(place.model().part("vae").config()),
            beginning(transformer)));
  }

  /// Euler's method keeps the rounding that it had before there were others, so that a seed keeps
  /// its bytes.
  private FloatTensor follow(FlowPath path) throws NodeFailure, IOException, InterruptedException {
    NodeContext context = place.context();
    SolverChoice solver =
        SolverChoice.named(
            context.parameters().textIfSet("solver").orElse(SolverChoice.EULER.written()));
    return solver == SolverChoice.EULER
        ? context.loop(new FlowSampling(path)).x()
        : FloatTensor.of(path.shape(), context.loop(new SolverSampling(solver, path)).x());
  }

  private VelocityField field(ToyboxVideoTransformer transformer)
      throws NodeFailure, IOException, InterruptedException {
    NodeContext context = place.context();
    Path file = context.fetch(context.artifact("conditioning"));
    Conditioning text = Conditioning.read(file, "conditioning", transformer.config().textWidth());
    return (x, t) -> transformer.velocity(x, t, text);
  }

  private double[] times(boolean started) throws NodeFailure {
    Parameters parameters = place.context().parameters();
    int steps = parameters.smallIntegerIfSet("steps").orElse(STEPS);
    double[] times =
        LinearQuadraticFlowScheduler.read(place.model().part("scheduler")).times(steps);
    double denoise = SampleParameters.denoise(parameters, started);
    int made = Math.min((int) (steps * denoise), steps);
    if (made < 1) {
      throw NodeFailure.user(
          "no-steps",
          "Of %d steps none is left by denoise %s. Make it larger, or give more steps."
              .formatted(steps, denoise));
    }
    return Arrays.copyOfRange(times, steps - made, times.length);
  }

  private Consumer<FloatTensor> watcher(ModelConfig autoencoder) throws NodeFailure {
    if (!LatentPreview.isPossible(autoencoder)) {
      return estimate -> {};
    }
    LatentPreview preview = LatentPreview.read(autoencoder);
    return estimate ->
        place.context().preview(() -> Png.encode(preview.picture(estimate)), Png.MEDIA_TYPE);
  }

  private Optional<FloatTensor> latents(String port, ToyboxVideoTransformer transformer)
      throws NodeFailure, IOException, InterruptedException {
    NodeContext context = place.context();
    if (context.input(port).isEmpty()) {
      return Optional.empty();
    }
    FloatTensor found = Latents.read(context.fetch(context.artifact(port)), port).values();
    if (!found.shape().equals(transformer.latents())) {
      throw NodeFailure.user(
          "latents-mismatch",
          "Input %s was expected to be %s, found %s. Go on from latents of the same model."
              .formatted(port, transformer.latents(), found.shape()));
    }
    return Optional.of(found);
  }

  private Optional<HeldBeginning> beginning(ToyboxVideoTransformer transformer)
      throws NodeFailure, IOException, InterruptedException {
    Optional<FloatTensor> before = latents("before", transformer);
    if (before.isEmpty()) {
      return Optional.empty();
    }
    int compression = temporalCompression();
    long overlap = place.context().parameters().smallIntegerIfSet("overlap").orElse(OVERLAP);
    long most = (long) compression * (transformer.config().frames() - 1);
    if (overlap % compression != 0 || overlap > most) {
      throw NodeFailure.user(
          "overlap-unsupported",
          "Parameter overlap: model package %s takes multiples of %d up to %d, found %d."
              .formatted(place.model().name(), compression, most, overlap));
    }
    return Optional.of(new HeldBeginning(before.get(), (int) (overlap / compression)));
  }

  private int temporalCompression() throws NodeFailure {
    return place.model().part("vae").config().integer("temporal_compression");
  }

  private void requireFrames(long frames, ToyboxVideoTransformer transformer) throws NodeFailure {
    int possible = transformer.config().frames() * temporalCompression();
    if (frames != possible) {
      throw NodeFailure.user(
          "frames-unsupported",
          "Parameter frames: model package %s makes videos of %d frames, found %d. Set frames to %d."
              .formatted(place.model().name(), possible, frames, possible));
    }
  }
}
