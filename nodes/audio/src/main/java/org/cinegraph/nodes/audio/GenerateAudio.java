package org.cinegraph.nodes.audio;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cinegraph.graph.declaration.Demand;
import org.cinegraph.graph.declaration.InputPort;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.OutputPort;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.sdk.ModelFolder;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.NodeType;
import org.cinegraph.nodes.tensor.artifact.Latents;
import org.cinegraph.nodes.tensor.model.ModelPackage;

/// `generate-audio`: sound for words, and for a picture where the model watches one.
public final class GenerateAudio implements NodeType {
  private static final int MOST_SOUNDS = 64;

  private static final NodeDeclaration DECLARATION =
      new NodeDeclaration(
          "generate-audio",
          2,
          "Generate sound",
          """
          Makes sound by a prompt. What else counts depends on the model package.

          `toybox` makes one sound for a video that it watches, so that what happens in the picture
          is heard when it happens; the sound is as long as the video. It watches square videos of 32
          frames at 16 a second; larger frames are averaged down. Flow matching as in
          `sample-latents`; 24 steps, guidance 2.

          Stable Audio makes sounds by words and seconds alone, with the numbers of diffusers'
          pipeline: `seconds-start` and `seconds-total` say which part of a longer recording it is,
          and the result goes from the one to the other; without them it is as long as the model
          allows. Without `negative` guidance leads away from nothing said at all. 100 steps, guidance
          7; noise is drawn by seed and step. It is decoded in pieces of `tile` latents, which bound
          memory and change nothing that could be heard.

          `count` makes as many sounds, of the seed, the next one and so on: `audio` is the first of
          `sounds`. `latents` are for `decode-audio`.
          """,
          List.of(
              new InputPort("video", new PortType.Video(), false, "the picture to make sound for")),
          List.of(
              Parameter.required(
                  "model", new PortType.Model(), "model package with a sound generator"),
              Parameter.required("prompt", new PortType.Text(), "what is to be heard"),
              Parameter.open("negative", new PortType.Text(), "what to lead away from"),
              Parameter.open("seconds-start", new PortType.Float(), "where the sound begins")
                  .between(0, 100_000),
              Parameter.open("seconds-total", new PortType.Float(), "where it ends")
                  .between(0, 100_000),
              Parameter.open("steps", new PortType.Int(), "more are finer and slower")
                  .between(1, 999),
              Parameter.open(
                      "guidance",
                      new PortType.Float(),
                      "1 follows picture and prompt as learned, more exaggerates them")
                  .between(0, 30),
              Parameter.optional(
                  "seed", new PortType.Int(), new Value.Int(0), "another seed, another sound"),
              Parameter.open("count", new PortType.Int(), "how many sounds")
                  .between(1, MOST_SOUNDS),
              Parameter.open("tile", new PortType.Int(), "latents that are decoded at once")
                  .between(1, 1 << 20)),
          List.of(
              new OutputPort(
                  "audio", new PortType.Audio(), "WAV of 32-bit floats at the model's rate"),
              new OutputPort(
                  "sounds", new PortType.ListOf(new PortType.Audio()), "one for each seed"),
              new OutputPort("latents", new PortType.Latents(), "what they were decoded from")),
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
    ModelFolder folder = context.model("model");
    ModelPackage model = ModelPackage.open(folder);
    SoundFamily.Made made = SoundFamily.of(new SoundFamily.Place(context, folder, model)).make();
    Path file = context.temporaryFolder().resolve("latents.safetensors");
    new Latents(made.latents()).write(file);
    context.output("audio", made.sounds().getFirst());
    List<PortValue> sounds = new ArrayList<>();
    made.sounds().forEach(sound -> sounds.add(new PortValue.Artifact(sound)));
    context.output("sounds", new PortValue.Many(sounds));
    context.output("latents", context.store(file, Latents.MEDIA_TYPE));
  }
}
