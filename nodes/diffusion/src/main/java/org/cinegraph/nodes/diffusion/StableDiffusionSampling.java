package org.cinegraph.nodes.diffusion;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;
import org.cinegraph.nodes.diffusion.guide.Guidance;
import org.cinegraph.nodes.diffusion.image.BesideLatents;
import org.cinegraph.nodes.diffusion.image.CallRange;
import org.cinegraph.nodes.diffusion.image.GuidedPredictor;
import org.cinegraph.nodes.diffusion.image.ImageSampling;
import org.cinegraph.nodes.diffusion.image.NoisePredictor;
import org.cinegraph.nodes.diffusion.image.ScheduleChanges;
import org.cinegraph.nodes.diffusion.image.SeededNoise;
import org.cinegraph.nodes.diffusion.schedule.Schedule;
import org.cinegraph.nodes.diffusion.schedule.SchedulerConfig;
import org.cinegraph.nodes.diffusion.schedule.Schedules;
import org.cinegraph.nodes.diffusion.solver.Solver;
import org.cinegraph.nodes.diffusion.solver.Solvers;
import org.cinegraph.nodes.diffusion.unet.UNet2DConditionModel;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.Parameters;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.array.Shape;
import org.cinegraph.nodes.tensor.artifact.Conditioning;

/// Stable Diffusion 1, 2 and XL, XL's refiner and what was trained from them, with the numbers of
/// diffusers' pipelines.
record StableDiffusionSampling(Place place) implements LatentSampling {
  private static final int STEPS = 30;
  private static final double GUIDANCE = 7.5;
  private static final double XL_GUIDANCE = 5;

  @Override
  public FloatTensor sample() throws NodeFailure, IOException, InterruptedException {
    place.refuse("Stable Diffusion", SampleParameters.OF_VIDEOS);
    NodeContext context = place.context();
    UNet2DConditionModel unet =
        context.resident(
            place.folder(),
            "unet",
            UNet2DConditionModel.class,
            () -> UNet2DConditionModel.load(place.model().part("unet")));
    ImageRequest request = ImageRequest.of(place, unet);
    Shape shape = request.latents();
    float[] x = context.loop(sampling(unet, request)).x();
    long[] sizes = shape.toArray();
    sizes[0] = request.count();
    return FloatTensor.of(x, sizes);
  }

  private ImageSampling sampling(UNet2DConditionModel unet, ImageRequest request)
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
    return new ImageSampling(solver, predictor(unet, request), noise, request.start(), calls);
  }

  private GuidedPredictor predictor(UNet2DConditionModel unet, ImageRequest request)
      throws NodeFailure, IOException, InterruptedException {
    NodeContext context = place.context();
    Conditioning text =
        Conditioning.read(
            context.fetch(context.artifact("conditioning")), "conditioning", unet.textWidth());
    if (unet.takesAdded() && text.pooled().isEmpty()) {
      throw NodeFailure.user(
          "conditioning-mismatch",
          "Input conditioning was expected to have the pooled text that %s is told, found none. Encode the prompt with the model that this node uses."
              .formatted(place.model().name()));
    }
    Optional<FloatTensor> timeIds = Optional.empty();
    if (unet.takesAdded()) {
      long pooled = text.pooled().orElseThrow().shape().sizes().getLast();
      timeIds = Optional.of(request.timeIds().rows(unet.timeIds(Math.toIntExact(pooled))));
    }
    double usual = unet.takesAdded() ? XL_GUIDANCE : GUIDANCE;
    Guidance guidance = SampleParameters.guidance(context.parameters(), usual);
    OptionalDouble told = OptionalDouble.empty();
    if (unet.takesGuidance()) {
      told = OptionalDouble.of(context.parameters().numberIfSet("guidance").orElse(usual));
      guidance = Guidance.always(1);
    }
    NoisePredictor predictor = predictor(unet, told);
    Optional<BesideLatents> beside = request.beside();
    if (beside.isPresent()) {
      predictor = beside.get().shownTo(predictor);
    }
    return new GuidedPredictor(predictor, text, timeIds, guidance, request.latents());
  }

  /// A prediction of a large picture takes long; it is left between its parts.
  private NoisePredictor predictor(UNet2DConditionModel unet, OptionalDouble told) {
    NodeContext context = place.context();
    return (x, time, hidden, added) ->
        unet.predict(x, time, hidden, added, told, context::leaveIfOver);
  }
}
