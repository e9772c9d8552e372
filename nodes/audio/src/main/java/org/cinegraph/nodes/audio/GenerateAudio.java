package org.cinegraph.nodes.audio;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.cinegraph.graph.declaration.Demand;
import org.cinegraph.graph.declaration.InputPort;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.OutputPort;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.audio.toybox.ToyboxAudioAutoencoder;
import org.cinegraph.nodes.audio.toybox.ToyboxAudioTransformer;
import org.cinegraph.nodes.diffusion.flow.FlowPath;
import org.cinegraph.nodes.diffusion.flow.FlowSampling;
import org.cinegraph.nodes.diffusion.flow.LinearQuadraticFlowScheduler;
import org.cinegraph.nodes.diffusion.flow.VelocityField;
import org.cinegraph.nodes.sdk.ModelFolder;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.NodeType;
import org.cinegraph.nodes.sdk.Parameters;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.artifact.Conditioning;
import org.cinegraph.nodes.tensor.model.ModelPackage;
import org.cinegraph.nodes.text.toybox.ToyboxTextEncoder;
import org.cinegraph.nodes.text.toybox.WordTokenizer;
import org.cinegraph.nodes.video.chunk.ChunkReader;
import org.cinegraph.nodes.video.sound.WavFile;
import org.cinegraph.nodes.video.sound.WavWriter;

/// `generate-audio`: sound for a picture and its words.
public final class GenerateAudio implements NodeType {
  private static final NodeDeclaration DECLARATION =
      new NodeDeclaration(
          "generate-audio",
          1,
          "Generate the sound of a video",
          """
          Makes a sound that fits a video and a prompt: the model watches the frames, so that what
          happens in the picture is heard when it happens. Flow matching as in `sample-latents`, then
          the package's sound decoder. The result is as long as the video.

          A model watches videos of the length and rate that it was trained on; others are refused.
          `toybox` watches square videos of 32 frames at 16 a second; larger frames are averaged down.
          """,
          List.of(
              new InputPort("video", new PortType.Video(), true, "the picture to make sound for")),
          List.of(
              Parameter.required(
                  "model", new PortType.Model(), "model package with a sound generator"),
              Parameter.required("prompt", new PortType.Text(), "what is to be heard"),
              Parameter.optional(
                      "steps", new PortType.Int(), new Value.Int(24), "more are finer and slower")
                  .between(1, 200),
              Parameter.optional(
                      "guidance",
                      new PortType.Float(),
                      new Value.Float(2),
                      "1 follows picture and prompt as learned, more exaggerates them")
                  .between(0, 30),
              Parameter.optional(
                  "seed", new PortType.Int(), new Value.Int(0), "another seed, another sound")),
          List.of(
              new OutputPort(
                  "audio", new PortType.Audio(), "WAV of 32-bit floats at the model's rate")),
          new Demand(Demand.DeviceClass.ANY, 256L << 20, 256L << 20, true),
          """
          graph: generate-audio
          nodes:
            text: {type: encode-text, with: {model: toybox, prompt: "a red ball bounces on a green floor"}}
            latents: {type: sample-latents, with: {model: toybox, conditioning: $text.conditioning, seed: 7}}
            video: {type: decode-video, with: {model: toybox, latents: $latents.latents}}
            sound: {type: generate-audio, with: {model: toybox, video: $video.video, prompt: "a red ball bounces on a green floor", seed: 7}}
          outputs:
            sound: $sound.audio
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
                    .times(parameters.smallInteger("steps")),
                parameters.number("guidance"),
                parameters.integer("seed")));
    decode(context, folder, model, context.loop(sampling).x());
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

  private static void decode(
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
    context.output("audio", context.store(file, WavFile.MEDIA_TYPE));
  }
}
