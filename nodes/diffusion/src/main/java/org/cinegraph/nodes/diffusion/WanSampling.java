package org.cinegraph.nodes.diffusion;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.cinegraph.nodes.diffusion.guide.Guidance;
import org.cinegraph.nodes.diffusion.image.CallRange;
import org.cinegraph.nodes.diffusion.image.ImageStart;
import org.cinegraph.nodes.diffusion.refocus.Refocusing;
import org.cinegraph.nodes.diffusion.schedule.Schedule;
import org.cinegraph.nodes.diffusion.schedule.SchedulerConfig;
import org.cinegraph.nodes.diffusion.schedule.Schedules;
import org.cinegraph.nodes.diffusion.solver.Solver;
import org.cinegraph.nodes.diffusion.solver.Solvers;
import org.cinegraph.nodes.diffusion.solver.StepNoise;
import org.cinegraph.nodes.diffusion.wan.FlowSchedulers;
import org.cinegraph.nodes.diffusion.wan.GuidedVelocity;
import org.cinegraph.nodes.diffusion.wan.VideoDenoising;
import org.cinegraph.nodes.diffusion.wan.VideoSize;
import org.cinegraph.nodes.diffusion.wan.WanTransformer3DModel;
import org.cinegraph.nodes.diffusion.wan.Windows;
import org.cinegraph.nodes.diffusion.wanvae.AutoencoderKLWan;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.Parameters;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.array.Shape;
import org.cinegraph.nodes.tensor.artifact.Conditioning;
import org.cinegraph.nodes.tensor.artifact.Latents;

/// Wan 2.1, and 2.2 with one generator, with the numbers of diffusers' pipelines: from noise, or
/// from the latents of a video.
record WanSampling(Place place) implements LatentSampling {
  private static final int WIDTH = 832;
  private static final int HEIGHT = 480;
  private static final int FRAMES = 81;
  private static final int STEPS = 50;
  private static final double GUIDANCE = 5;

  /// Parameters and inputs of other families.
  private static final List<String> OTHERS =
      List.of(
          "before",
          "count",
          "mask",
          "masked",
          "from",
          "until",
          "spacing",
          "sigmas",
          "prediction",
          "zero-snr",
          "eta",
          "original-size",
          "crop",
          "target-size",
          "aesthetic",
          "negative-aesthetic");

  @Override
  public Sampled sample() throws NodeFailure, IOException, InterruptedException {
    place.refuse("Wan", OTHERS);
    if (place.model().partNames().contains("transformer_2")) {
      throw NodeFailure.user(
          "unknown-architecture",
          "Model package %s has two generators, transformer and transformer_2; models of Wan with one are done here."
              .formatted(place.model().name()));
    }
    NodeContext context = place.context();
    WanTransformer3DModel transformer =
        context.resident(
            place.folder(),
            "transformer",
            WanTransformer3DModel.class,
            () -> WanTransformer3DModel.load(place.model().part("transformer")));
    Optional<FloatTensor> start = start(transformer);
    Shape shape = size(transformer, start).latents(transformer.channels());
    if (start.isPresent() && !start.get().shape().equals(shape)) {
      throw NodeFailure.user(
          "latents-mismatch",
          "Input start was expected to be latents of %s, as width, height and frames say, found %s. Leave these out, or encode a video of that size."
              .formatted(shape, start.get().shape()));
    }
    float[] x = context.loop(denoising(transformer, shape, start)).x();
    return new Sampled(FloatTensor.of(shape, x));
  }

  private Optional<FloatTensor> start(WanTransformer3DModel transformer)
      throws NodeFailure, IOException, InterruptedException {
    NodeContext context = place.context();
    if (context.input("start").isEmpty()) {
      return Optional.empty();
    }
    FloatTensor found = Latents.read(context.fetch(context.artifact("start")), "start").values();
    List<Long> sizes = found.shape().sizes();
    if (sizes.size() != 5 || sizes.getFirst() != 1 || sizes.get(1) != transformer.channels()) {
      throw NodeFailure.user(
          "latents-mismatch",
          "Input start was expected to be latents of 1×%d×frames×rows×columns, found %s. Take latents of the same model; `encode-video` makes them of a video."
              .formatted(transformer.channels(), found.shape()));
    }
    return Optional.of(found);
  }

  private VideoSize size(WanTransformer3DModel transformer, Optional<FloatTensor> start)
      throws NodeFailure {
    int scale = AutoencoderKLWan.scale(place.model().part("vae"));
    VideoSize usual = new VideoSize(WIDTH, HEIGHT, FRAMES, scale);
    VideoSize own = start.map(it -> VideoSize.ofLatents(it.shape().sizes(), scale)).orElse(usual);
    return VideoSize.of(
        side("width").orElse(own.width()),
        side("height").orElse(own.height()),
        side("frames").orElse(own.frames()),
        scale,
        scale * transformer.patchColumns(),
        scale * transformer.patchRows());
  }

  private OptionalInt side(String name) throws NodeFailure {
    return place.context().parameters().smallIntegerIfSet(name);
  }

  private VideoDenoising denoising(
      WanTransformer3DModel transformer, Shape shape, Optional<FloatTensor> start)
      throws NodeFailure, IOException, InterruptedException {
    Parameters parameters = place.context().parameters();
    SchedulerConfig config =
        FlowSchedulers.read(place.model().part("scheduler").config(), parameters);
    int steps = parameters.smallIntegerIfSet("steps").orElse(STEPS);
    Schedule schedule = Schedules.of(config, steps);
    double denoise = SampleParameters.denoise(parameters, start.isPresent());
    CallRange calls = CallRange.of(config, schedule, steps, new CallRange.Part(denoise, 0, 1));
    long seed = parameters.integer("seed");
    StepNoise noise = StepNoise.seeded(seed, "step", shape);
    Solver solver = Solvers.from(calls.first(), config, schedule, steps, 0, noise);
    ImageStart beginning =
        start.isPresent()
            ? new ImageStart.Clean(start.get().values(), Optional.empty())
            : new ImageStart.Noise();
    return new VideoDenoising(solver, velocity(transformer, shape), seed, beginning, calls);
  }

  private GuidedVelocity velocity(WanTransformer3DModel transformer, Shape shape)
      throws NodeFailure, IOException, InterruptedException {
    NodeContext context = place.context();
    Conditioning text =
        Conditioning.read(
            context.fetch(context.artifact("conditioning")),
            "conditioning",
            transformer.textWidth());
    Refocusing.refuse(text, place.model().name());
    Guidance guidance = SampleParameters.guidance(context.parameters(), GUIDANCE);
    return new GuidedVelocity(
        transformer, text, guidance, shape, windows(shape), context::leaveIfOver);
  }

  /// @throws NodeFailure windows are not of whole latent frames, or do not go on
  private Windows windows(Shape shape) throws NodeFailure {
    Parameters parameters = place.context().parameters();
    int length = Math.toIntExact(shape.sizes().get(2));
    OptionalInt window = parameters.smallIntegerIfSet("window");
    OptionalInt overlap = parameters.smallIntegerIfSet("overlap");
    if (window.isEmpty()) {
      if (overlap.isPresent()) {
        throw NodeFailure.user(
            "parameter-unsupported",
            "Parameter overlap: with Wan it is what windows have in common, found no window. Give window, or leave it out.");
      }
      return Windows.whole(length);
    }
    VideoSize.requireFrames("Parameter window", window.getAsInt());
    int size = (window.getAsInt() - 1) / AutoencoderKLWan.FRAMES + 1;
    int common = overlap.orElse(size / 2 * AutoencoderKLWan.FRAMES);
    if (common % AutoencoderKLWan.FRAMES != 0 || common >= window.getAsInt()) {
      throw NodeFailure.user(
          "overlap-unsupported",
          "Parameter overlap: with windows of %d frames Wan takes multiples of %d up to %d, found %d."
              .formatted(
                  window.getAsInt(), AutoencoderKLWan.FRAMES, window.getAsInt() - 1, common));
    }
    return new Windows(length, size, common / AutoencoderKLWan.FRAMES);
  }
}
