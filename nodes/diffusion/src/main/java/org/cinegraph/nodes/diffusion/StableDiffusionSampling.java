package org.cinegraph.nodes.diffusion;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.cinegraph.nodes.diffusion.image.BesideLatents;
import org.cinegraph.nodes.diffusion.image.CallRange;
import org.cinegraph.nodes.diffusion.image.GuidedPredictor;
import org.cinegraph.nodes.diffusion.image.ImageSampling;
import org.cinegraph.nodes.diffusion.image.ImageSize;
import org.cinegraph.nodes.diffusion.image.NoisePredictor;
import org.cinegraph.nodes.diffusion.image.ScheduleChanges;
import org.cinegraph.nodes.diffusion.image.SeededNoise;
import org.cinegraph.nodes.diffusion.refocus.AttentionFocus;
import org.cinegraph.nodes.diffusion.refocus.AttentionFocus.Slope;
import org.cinegraph.nodes.diffusion.refocus.Canvas;
import org.cinegraph.nodes.diffusion.refocus.MapShape;
import org.cinegraph.nodes.diffusion.refocus.Refocusing;
import org.cinegraph.nodes.diffusion.refocus.SlopeField;
import org.cinegraph.nodes.diffusion.schedule.Schedule;
import org.cinegraph.nodes.diffusion.schedule.SchedulerConfig;
import org.cinegraph.nodes.diffusion.schedule.Schedules;
import org.cinegraph.nodes.diffusion.solver.Solver;
import org.cinegraph.nodes.diffusion.solver.SolverState;
import org.cinegraph.nodes.diffusion.solver.Solvers;
import org.cinegraph.nodes.diffusion.unet.UNet2DConditionModel;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.Parameters;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.video.frame.Png;

/// Stable Diffusion 1, 2 and XL, XL's refiner and what was trained from them, with the numbers of
/// diffusers' pipelines.
record StableDiffusionSampling(Place place) implements LatentSampling {
  private static final int STEPS = 30;
  private static final double TRAINED_TIME = 1000;
  private static final int LATENT_CHANNELS = 4;

  @Override
  public Sampled sample() throws NodeFailure, IOException, InterruptedException {
    place.refuse("Stable Diffusion", SampleParameters.OF_VIDEOS);
    NodeContext context = place.context();
    UNet2DConditionModel unet =
        context.resident(
            place.folder(),
            "unet",
            UNet2DConditionModel.class,
            () -> UNet2DConditionModel.load(place.model().part("unet")));
    ImageRequest request = ImageRequest.of(place, unet);
    ImageText text = ImageText.of(place, unet, request);
    Optional<Refocusing> refocusing = refocusing(unet, request, text);
    ImageSampling sampling = sampling(unet, request, text, refocusing);
    if (refocusing.isEmpty()) {
      return new Sampled(samples(request, context.loop(sampling)));
    }
    Refocusing.Refocused<SolverState> refocused = refocusing.get().run(context, sampling);
    return new Sampled(samples(request, refocused.state()), refocused.report());
  }

  private static FloatTensor samples(ImageRequest request, SolverState state) {
    long[] sizes = request.latents().toArray();
    sizes[0] = request.count();
    return FloatTensor.of(state.x(), sizes);
  }

  private ImageSampling sampling(
      UNet2DConditionModel unet,
      ImageRequest request,
      ImageText text,
      Optional<Refocusing> refocusing)
      throws NodeFailure, IOException, InterruptedException {
    Parameters parameters = place.context().parameters();
    SeededNoise noise =
        new SeededNoise(parameters.integer("seed"), request.count(), request.latents());
    SchedulerConfig config =
        ScheduleChanges.read(place.model().part("scheduler").config(), parameters);
    int steps = parameters.smallIntegerIfSet("steps").orElse(STEPS);
    Schedule schedule = Schedules.of(config, steps);
    CallRange calls = CallRange.of(config, schedule, steps, request.part());
    Solver solver =
        Solvers.from(
            calls.first(),
            config,
            schedule,
            steps,
            parameters.numberIfSet("eta").orElse(0),
            noise.steps());
    GuidedPredictor predictor =
        new GuidedPredictor(
            predictor(unet, request, text, refocusing),
            text.conditioning(),
            text.timeIds(),
            text.guidance(),
            request.latents());
    return new ImageSampling(
        solver, predictor, noise, request.start(), calls, watcher(unet, request));
  }

  /// Latents of other autoencoders are not shown: nobody knows their colours.
  private Consumer<Supplier<float[]>> watcher(UNet2DConditionModel unet, ImageRequest request) {
    if (request.channels() != LATENT_CHANNELS) {
      return estimate -> {};
    }
    LatentPreview preview = LatentPreview.ofImages(unet.takesAdded());
    int height = request.size().rows();
    int width = request.size().columns();
    return estimate ->
        place
            .context()
            .preview(
                () -> Png.encode(preview.picture(estimate.get(), height, width)), Png.MEDIA_TYPE);
  }

  /// A prediction of a large picture takes long; it is left between its parts.
  private NoisePredictor predictor(
      UNet2DConditionModel unet,
      ImageRequest request,
      ImageText text,
      Optional<Refocusing> refocusing)
      throws NodeFailure, IOException, InterruptedException {
    NodeContext context = place.context();
    NoisePredictor predictor =
        (x, time, hidden, added) ->
            unet.predict(
                x,
                time,
                hidden,
                added,
                text.told(),
                context::leaveIfOver,
                refocusing
                    .map(focusing -> focusing.focus(time.values()[0]))
                    .orElseGet(AttentionFocus::none));
    Optional<BesideLatents> beside = request.beside();
    return beside.isPresent() ? beside.get().shownTo(predictor) : predictor;
  }

  private Optional<Refocusing> refocusing(
      UNet2DConditionModel unet, ImageRequest request, ImageText text)
      throws NodeFailure, IOException, InterruptedException {
    NodeContext context = place.context();
    Optional<BesideLatents> beside = request.beside();
    SlopeField slopes =
        (shown, time, focus, gradient) -> {
          FloatTensor x = FloatTensor.of(request.latents(), shown);
          Slope slope =
              unet.slope(
                  beside.isPresent() ? beside.get().behind(x) : x,
                  FloatTensor.of(new float[] {time}, 1),
                  text.conditioning().hidden().firstRows(1),
                  text.added(1),
                  text.told(),
                  context::leaveIfOver,
                  focus,
                  gradient);
          // What stands behind the latents is not moved.
          int own = Math.min(shown.length, slope.gradient().length);
          return new Slope(slope.energy(), Arrays.copyOf(slope.gradient(), own));
        };
    ImageSize size = request.size();
    SortedMap<Integer, MapShape> maps = new TreeMap<>();
    unet.attentionMaps(size.rows(), size.columns())
        .forEach((latents, shape) -> maps.put(latents * size.scale(), shape));
    return Refocusing.of(
        text.conditioning(),
        new Canvas(size.width(), size.height(), maps),
        time -> time / TRAINED_TIME,
        slopes);
  }
}
