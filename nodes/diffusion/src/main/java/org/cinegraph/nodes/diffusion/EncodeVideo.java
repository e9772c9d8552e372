package org.cinegraph.nodes.diffusion;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.cinegraph.graph.declaration.Demand;
import org.cinegraph.graph.declaration.InputPort;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.OutputPort;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.nodes.diffusion.LatentSampling.Place;
import org.cinegraph.nodes.diffusion.wan.VideoSize;
import org.cinegraph.nodes.diffusion.wanvae.AutoencoderKLWan;
import org.cinegraph.nodes.diffusion.wanvae.EncodeClip;
import org.cinegraph.nodes.sdk.ModelFolder;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.NodeType;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.artifact.Latents;
import org.cinegraph.nodes.tensor.model.ModelPackage;
import org.cinegraph.nodes.video.chunk.ChunkReader;

/// `encode-video`: a video becomes latents.
public final class EncodeVideo implements NodeType {
  /// Latents that become one token of Wan, a side.
  private static final int PATCH = 2;

  private static final int MOST_FRAMES = 1 << 20;

  private static final NodeDeclaration DECLARATION =
      new NodeDeclaration(
          "encode-video",
          1,
          "Encode a video to latents",
          """
          Turns a video into the latents that the generator of the same model package works on, to
          start from them: `sample-latents` takes them as `start` and makes the share `denoise` of
          the steps anew. They are the means of what the encoder says.

          Models of Wan take frames whose sides are multiples of 16 pixels (of 32 with the model of
          5B), and 1 frame and 4 for each further latent frame: 5, 9, … 81. Without `frames` the
          video must be so long; with it, the first so many are taken. The loop goes on from any
          latent frame, and memory does not grow with the length.
          """,
          List.of(new InputPort("video", new PortType.Video(), true, "of the model's multiples")),
          List.of(
              Parameter.required(
                  "model", new PortType.Model(), "model package with an AutoencoderKLWan"),
              Parameter.open(
                      "frames", new PortType.Int(), "so many from the first on; without it all")
                  .between(1, MOST_FRAMES)),
          List.of(
              new OutputPort("latents", new PortType.Latents(), "for the generator of the model")),
          new Demand(Demand.DeviceClass.ANY, 1L << 30, 1L << 30, true),
          """
          graph: video-to-video
          inputs:
            model: {type: model}
            video: {type: video}
          nodes:
            encoded: {type: encode-video, with: {model: $model, video: $video}}
            text: {type: encode-text, with: {model: $model, prompt: "a blue ball rolls over sand"}}
            latents: {type: sample-latents, with: {model: $model, conditioning: $text.conditioning, start: $encoded.latents, denoise: 0.7}}
            decoded: {type: decode-video, with: {model: $model, latents: $latents.latents}}
          outputs:
            video: $decoded.video
          """);

  @Override
  public NodeDeclaration declaration() {
    return DECLARATION;
  }

  @Override
  public void run(NodeContext context) throws NodeFailure, IOException, InterruptedException {
    ModelFolder folder = context.model("model");
    AutoencoderKLWan autoencoder =
        WanDecoding.autoencoder(new Place(context, folder, ModelPackage.open(folder)));
    try (ChunkReader video = ChunkReader.open(context, context.artifact("video"))) {
      FloatTensor latents =
          EncodeClip.run(context, autoencoder, video, frames(context, video, autoencoder));
      Path file = context.temporaryFolder().resolve("latents.safetensors");
      new Latents(latents).write(file);
      context.output("latents", context.store(file, Latents.MEDIA_TYPE));
    }
  }

  private static int frames(NodeContext context, ChunkReader video, AutoencoderKLWan autoencoder)
      throws NodeFailure {
    OptionalInt wanted = context.parameters().smallIntegerIfSet("frames");
    if (wanted.isPresent() && wanted.getAsInt() > video.frames()) {
      throw NodeFailure.user(
          "frames-unsupported",
          "Parameter frames: the input video has %d frames, found %d."
              .formatted(video.frames(), wanted.getAsInt()));
    }
    int frames = wanted.orElse(Math.toIntExact(Math.min(video.frames(), MOST_FRAMES)));
    String what = wanted.isPresent() ? "Parameter frames" : "Input video";
    VideoSize.requireFrames(what, frames);
    int unit = PATCH * autoencoder.scale();
    VideoSize.requireMultiple("Width of input video", video.format().width(), unit);
    VideoSize.requireMultiple("Height of input video", video.format().height(), unit);
    return frames;
  }
}
