package org.cinegraph.nodes.audio;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.nodes.audio.toybox.ToyboxAudioAutoencoder;
import org.cinegraph.nodes.audio.toybox.ToyboxAudioTransformer;
import org.cinegraph.nodes.diffusion.flow.FlowPath;
import org.cinegraph.nodes.diffusion.flow.FlowSampling;
import org.cinegraph.nodes.diffusion.flow.LinearQuadraticFlowScheduler;
import org.cinegraph.nodes.diffusion.flow.VelocityField;
import org.cinegraph.nodes.sdk.ModelFolder;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.Parameters;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.artifact.Conditioning;
import org.cinegraph.nodes.tensor.model.ModelPackage;
import org.cinegraph.nodes.text.toybox.ToyboxTextEncoder;
import org.cinegraph.nodes.text.toybox.WordTokenizer;
import org.cinegraph.nodes.video.chunk.ChunkReader;
import org.cinegraph.nodes.video.sound.WavFile;
import org.cinegraph.nodes.video.sound.WavWriter;

/// The sound of toybox: one wave for a video that its model watches, flow matching as for its
/// pictures.
record ToyboxSound(Place place) implements SoundFamily {
  private static final int STEPS = 24;
  private static final double GUIDANCE = 2;

  @Override
  public Made make() throws NodeFailure, IOException, InterruptedException {
    place.refuse("toybox", "negative", "seconds-start", "seconds-total", "count", "tile");
    NodeContext context = place.context();
    Parameters parameters = context.parameters();
    ModelFolder folder = place.folder();
    ModelPackage model = place.model();
    if (context.input("video").isEmpty()) {
      throw NodeFailure.user(
          "input-missing",
          "Input video: model package %s makes sound for a video, found none. Link one."
              .formatted(model.name()));
    }
    ToyboxAudioTransformer transformer =
        context.resident(
            folder,
            "audio_transformer",
            ToyboxAudioTransformer.class,
            () -> ToyboxAudioTransformer.load(model.part("audio_transformer")));
    FloatTensor frames;
    try (ChunkReader video = ChunkReader.open(context, context.artifact("video"))) {
      frames = new WatchedFrames(model.name(), transformer.config()).read(video);
    }
    Conditioning text = condition(context, folder, model);
    FlowSampling sampling =
        new FlowSampling(
            FlowPath.ofNoise(
                field(transformer, text, transformer.watch(frames)),
                transformer.latents(),
                LinearQuadraticFlowScheduler.read(model.part("scheduler"))
                    .times(parameters.smallIntegerIfSet("steps").orElse(STEPS)),
                parameters.numberIfSet("guidance").orElse(GUIDANCE),
                parameters.integer("seed")));
    FloatTensor latents = context.loop(sampling).x();
    return new Made(latents, List.of(decode(context, folder, model, latents)));
  }

  /// Without the condition means without the words and without the picture.
  private static VelocityField field(
      ToyboxAudioTransformer transformer, Conditioning text, FloatTensor seen) {
    int length = seen.values().length;
    long[] sizes = seen.shape().toArray();
    sizes[0] = 2;
    FloatTensor video = FloatTensor.of(Arrays.copyOf(seen.values(), 2 * length), sizes);
    FloatTensor present = FloatTensor.of(new float[] {1, 0}, 2);
    return (x, t) -> transformer.velocity(x, t, text, video, present);
  }

  private static Conditioning condition(NodeContext context, ModelFolder folder, ModelPackage model)
      throws NodeFailure, IOException, InterruptedException {
    WordTokenizer tokenizer = WordTokenizer.read(model.part("tokenizer"));
    ToyboxTextEncoder encoder =
        context.resident(
            folder,
            "audio_text_encoder",
            ToyboxTextEncoder.class,
            () -> ToyboxTextEncoder.load(model.part("audio_text_encoder")));
    return encoder.condition(tokenizer, context.parameters().text("prompt"));
  }

  private static ArtifactReference decode(
      NodeContext context, ModelFolder folder, ModelPackage model, FloatTensor latents)
      throws NodeFailure, IOException, InterruptedException {
    ToyboxAudioAutoencoder autoencoder =
        context.resident(
            folder,
            "audio_vae",
            ToyboxAudioAutoencoder.class,
            () -> ToyboxAudioAutoencoder.load(model.part("audio_vae")));
    Path file = context.temporaryFolder().resolve("sound.wav");
    WavWriter.write(file, autoencoder.sampleRate(), autoencoder.decode(latents).values());
    return context.store(file, WavFile.MEDIA_TYPE);
  }
}
