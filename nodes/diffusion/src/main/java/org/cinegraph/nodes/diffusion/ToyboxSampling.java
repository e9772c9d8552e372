package org.cinegraph.nodes.diffusion;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.cinegraph.nodes.diffusion.flow.FlowPath;
import org.cinegraph.nodes.diffusion.flow.FlowSampling;
import org.cinegraph.nodes.diffusion.flow.HeldBeginning;
import org.cinegraph.nodes.diffusion.flow.LinearQuadraticFlowScheduler;
import org.cinegraph.nodes.diffusion.flow.SolverSampling;
import org.cinegraph.nodes.diffusion.flow.VelocityField;
import org.cinegraph.nodes.diffusion.refocus.AttentionFocus;
import org.cinegraph.nodes.diffusion.refocus.Canvas;
import org.cinegraph.nodes.diffusion.refocus.MapShape;
import org.cinegraph.nodes.diffusion.refocus.Refocusing;
import org.cinegraph.nodes.diffusion.refocus.SampleLoop;
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
  public Sampled sample() throws NodeFailure, IOException, InterruptedException {
    place.refuse("toybox", SampleParameters.OF_IMAGES);
    place.refuse("toybox", List.of("window"));
    NodeContext context = place.context();
    ToyboxVideoTransformer transformer =
        context.resident(
            place.folder(),
            "transformer",
            ToyboxVideoTransformer.class,
            () -> ToyboxVideoTransformer.load(place.model().part("transformer")));
    Parameters parameters = context.parameters();
    requireFrames(parameters.smallIntegerIfSet("frames").orElse(FRAMES), transformer);
    Optional<FloatTensor> start = latents("start", transformer);
    Conditioning text =
        Conditioning.read(
            context.fetch(context.artifact("conditioning")),
            "conditioning",
            transformer.config().textWidth());
    Optional<Refocusing> refocusing = refocusing(transformer, text);
    return follow(
        new FlowPath(
            field(transformer, text, refocusing),
            transformer.latents(),
            times(start.isPresent()),
            SampleParameters.guidance(parameters, GUIDANCE),
            parameters.integer("seed"),
            start,
            watcher(place.model().part("vae").config()),
            beginning(transformer)),
        refocusing);
  }

  /// Euler's method keeps the rounding that it had before there were others, so that a seed keeps
  /// its bytes.
  private Sampled follow(FlowPath path, Optional<Refocusing> refocusing)
      throws NodeFailure, IOException, InterruptedException {
    SolverChoice solver =
        SolverChoice.named(
            place.context().parameters().textIfSet("solver").orElse(SolverChoice.EULER.written()));
    return solver == SolverChoice.EULER
        ? run(new FlowSampling(path), path, refocusing)
        : run(new SolverSampling(solver, path), path, refocusing);
  }

  private <S> Sampled run(SampleLoop<S> loop, FlowPath path, Optional<Refocusing> refocusing)
      throws NodeFailure, IOException, InterruptedException {
    if (refocusing.isEmpty()) {
      S end = place.context().loop(loop);
      return new Sampled(FloatTensor.of(path.shape(), loop.sample(end)));
    }
    Refocusing.Refocused<S> end = refocusing.get().run(place.context(), loop);
    FloatTensor latents = FloatTensor.of(path.shape(), loop.sample(end.state()));
    return new Sampled(latents, end.report());
  }

  private static VelocityField field(
      ToyboxVideoTransformer transformer, Conditioning text, Optional<Refocusing> refocusing) {
    return (x, t) ->
        transformer.velocity(
            x,
            t,
            text,
            refocusing
                .map(focusing -> focusing.focus(t.values()[0]))
                .orElseGet(AttentionFocus::none));
  }

  private Optional<Refocusing> refocusing(ToyboxVideoTransformer transformer, Conditioning text)
      throws NodeFailure {
    int scale = place.model().part("vae").config().integer("spatial_compression");
    int width = transformer.config().columns() * scale;
    int height = transformer.config().rows() * scale;
    SortedMap<Integer, MapShape> maps = new TreeMap<>();
    maps.put(scale * transformer.config().patch(), transformer.attentionMap());
    return Refocusing.of(
        text,
        new Canvas(width, height, maps),
        time -> 1 - time,
        (shown, time, focus, gradient) ->
            transformer.slope(
                FloatTensor.of(transformer.latents(), shown),
                FloatTensor.of(new float[] {time}, 1),
                text,
                focus,
                gradient));
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
