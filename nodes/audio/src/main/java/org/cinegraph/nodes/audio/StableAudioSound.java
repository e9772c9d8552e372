package org.cinegraph.nodes.audio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.nodes.audio.stable.AutoencoderOobleck;
import org.cinegraph.nodes.audio.stable.StableAudioDiTModel;
import org.cinegraph.nodes.audio.stable.StableAudioProjectionModel;
import org.cinegraph.nodes.diffusion.guide.Guidance;
import org.cinegraph.nodes.diffusion.image.CallRange;
import org.cinegraph.nodes.diffusion.image.GuidedPredictor;
import org.cinegraph.nodes.diffusion.image.ImageSampling;
import org.cinegraph.nodes.diffusion.image.ImageStart;
import org.cinegraph.nodes.diffusion.image.SeededNoise;
import org.cinegraph.nodes.diffusion.schedule.Schedule;
import org.cinegraph.nodes.diffusion.schedule.SchedulerClass;
import org.cinegraph.nodes.diffusion.schedule.SchedulerConfig;
import org.cinegraph.nodes.diffusion.schedule.Schedules;
import org.cinegraph.nodes.diffusion.solver.Solvers;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.Parameters;

/// Stable Audio: sound by words and seconds, with the numbers of diffusers' pipeline.
record StableAudioSound(Place place) implements SoundFamily {
  private static final int STEPS = 100;
  private static final double GUIDANCE = 7;

  @Override
  public Made make() throws NodeFailure, IOException, InterruptedException {
    NodeContext context = place.context();
    refuseVideo();
    StableAudioDiTModel transformer = transformer();
    AutoencoderOobleck autoencoder = autoencoder(place);
    StableAudioProjectionModel projection = projection();
    requireFit(transformer, autoencoder, projection);
    SoundRange range =
        SoundRange.of(
            context.parameters(), projection, autoencoder, transformer.latents().sizes().getLast());
    StableAudioText text = StableAudioText.read(place, projection, range.start(), range.end());
    ImageSampling sampling = sampling(transformer, text);
    int count = context.parameters().smallIntegerIfSet("count").orElse(1);
    SoundLoop loop =
        new SoundLoop(
            context,
            sampling,
            autoencoder,
            transformer.latents(),
            count,
            new DecodePieces.Cut(
                context.parameters().smallIntegerIfSet("tile").orElse(DecodePieces.TILE),
                range.first(),
                range.last()));
    SoundLoop.State state = context.loop(loop);
    return new Made(loop.latents(state), joined(loop, state, count));
  }

  private void refuseVideo() throws NodeFailure {
    if (place.context().input("video").isPresent()) {
      throw NodeFailure.user(
          "input-unsupported",
          "Input video: model package %s watches no video. Leave it out, or take a model that does."
              .formatted(place.model().name()));
    }
  }

  private StableAudioDiTModel transformer() throws NodeFailure, IOException, InterruptedException {
    return place
        .context()
        .resident(
            place.folder(),
            "transformer",
            StableAudioDiTModel.class,
            () -> StableAudioDiTModel.load(place.model().part("transformer")));
  }

  private StableAudioProjectionModel projection()
      throws NodeFailure, IOException, InterruptedException {
    return place
        .context()
        .resident(
            place.folder(),
            "projection_model",
            StableAudioProjectionModel.class,
            () -> StableAudioProjectionModel.load(place.model().part("projection_model")));
  }

  static AutoencoderOobleck autoencoder(Place place)
      throws NodeFailure, IOException, InterruptedException {
    return place
        .context()
        .resident(
            place.folder(),
            "vae",
            AutoencoderOobleck.class,
            () -> AutoencoderOobleck.load(place.model().part("vae")));
  }

  private List<ArtifactReference> joined(SoundLoop loop, SoundLoop.State state, int count)
      throws NodeFailure, IOException, InterruptedException {
    List<ArtifactReference> sounds = new ArrayList<>();
    DecodePieces pieces = loop.pieces(state);
    for (int i = 0; i < count; i++) {
      Path file = Files.createTempFile(place.context().temporaryFolder(), "sound", ".wav");
      sounds.add(pieces.join(i, state.pieces(), file));
    }
    return sounds;
  }

  private ImageSampling sampling(StableAudioDiTModel transformer, StableAudioText text)
      throws NodeFailure {
    Parameters parameters = place.context().parameters();
    SchedulerConfig config = SchedulerConfig.read(place.model().part("scheduler").config());
    if (config.type() != SchedulerClass.COSINE_DPM_MULTISTEP) {
      throw NodeFailure.user(
          "scheduler-unsupported",
          "The scheduler of model package %s was expected to be %s, found %s. Take the one that belongs to the package."
              .formatted(
                  place.model().name(),
                  SchedulerClass.COSINE_DPM_MULTISTEP.className(),
                  config.type().className()));
    }
    int steps = parameters.smallIntegerIfSet("steps").orElse(STEPS);
    Schedule schedule = Schedules.of(config, steps);
    SeededNoise noise =
        new SeededNoise(
            parameters.integer("seed"),
            parameters.smallIntegerIfSet("count").orElse(1),
            transformer.latents());
    return new ImageSampling(
        Solvers.of(config, schedule, steps, 0, noise.steps()),
        predictor(transformer, text),
        noise,
        new ImageStart.Noise(),
        new CallRange(0, schedule.calls()),
        _ -> {});
  }

  /// A prediction of a long sound takes long; it is left between its layers.
  private GuidedPredictor predictor(StableAudioDiTModel transformer, StableAudioText text) {
    NodeContext context = place.context();
    return new GuidedPredictor(
        (x, times, hidden, _) ->
            transformer.predict(
                x,
                times,
                hidden,
                text.seconds(Math.toIntExact(x.shape().sizes().getFirst())),
                context::leaveIfOver),
        text.conditioning(),
        Optional.empty(),
        Guidance.always(context.parameters().numberIfSet("guidance").orElse(GUIDANCE)),
        transformer.latents());
  }

  private void requireFit(
      StableAudioDiTModel transformer,
      AutoencoderOobleck autoencoder,
      StableAudioProjectionModel projection)
      throws NodeFailure {
    long channels = transformer.latents().sizes().get(1);
    if (transformer.textWidth() != projection.width()
        || transformer.secondsWidth() != 2 * projection.width()
        || channels != autoencoder.latents()) {
      throw NodeFailure.user(
          "model-config",
          "The parts of model package %s belong to different models: its transformer was expected to be told %d and %d numbers and to make latents of %d channels, found %d, %d and %d. Take parts that belong together."
              .formatted(
                  place.model().name(),
                  projection.width(),
                  2 * projection.width(),
                  autoencoder.latents(),
                  transformer.textWidth(),
                  transformer.secondsWidth(),
                  channels));
    }
  }
}
