package org.cinegraph.nodes.diffusion;

import java.io.IOException;
import java.util.List;
import org.cinegraph.graph.declaration.Demand;
import org.cinegraph.graph.declaration.InputPort;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.OutputPort;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.nodes.diffusion.toybox.ToyboxVideoAutoencoder;
import org.cinegraph.nodes.sdk.ModelFolder;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.NodeType;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.artifact.Latents;
import org.cinegraph.nodes.tensor.model.ModelPackage;
import org.cinegraph.nodes.video.chunk.ChunkWriter;
import org.cinegraph.nodes.video.frame.Frame;
import org.cinegraph.nodes.video.frame.FrameRate;
import org.cinegraph.nodes.video.frame.VideoFormat;
import org.cinegraph.nodes.video.tensor.FrameTensor;

/// `decode-video`: latents become frames.
///
/// It has no loop, so nothing to stop at and no checkpoint: the autoencoder of `toybox` looks
/// across all frames of a clip, and a stop waits for the clip. A package whose autoencoder works on
/// tiles would make each tile a step.
public final class DecodeVideo implements NodeType {
  private static final NodeDeclaration DECLARATION =
      new NodeDeclaration(
          "decode-video",
          1,
          "Decode latents to a video",
          """
          Turns latents into frames with the autoencoder of the model package that made them. The
          frames keep every bit; nothing is compressed with loss before `mux`.

          The unit of work is the whole clip, because the autoencoder of `toybox` looks across all
          of its frames.
          """,
          List.of(
              new InputPort(
                  "latents",
                  new PortType.Latents(),
                  true,
                  "from `sample-latents` with the same model")),
          List.of(
              Parameter.required(
                  "model", new PortType.Model(), "model package with a video autoencoder")),
          List.of(
              new OutputPort("video", new PortType.Video(), "at the model's size and frame rate")),
          new Demand(Demand.DeviceClass.ANY, 256L << 20, 256L << 20, false),
          """
          graph: decode-video
          nodes:
            text: {type: encode-text, with: {model: toybox, prompt: "a red ball bounces on a green floor"}}
            latents: {type: sample-latents, with: {model: toybox, conditioning: $text.conditioning, seed: 7}}
            video: {type: decode-video, with: {model: toybox, latents: $latents.latents}}
          outputs:
            video: $video.video
          """);

  @Override
  public NodeDeclaration declaration() {
    return DECLARATION;
  }

  @Override
  public void run(NodeContext context) throws NodeFailure, IOException, InterruptedException {
    ModelFolder folder = context.model("model");
    ModelPackage model = ModelPackage.open(folder);
    ToyboxVideoAutoencoder autoencoder =
        context.resident(
            folder,
            "vae",
            ToyboxVideoAutoencoder.class,
            () -> ToyboxVideoAutoencoder.load(model.part("vae")));
    FloatTensor latents =
        Latents.read(context.fetch(context.artifact("latents")), "latents").values();
    requireShape(latents, autoencoder);
    FloatTensor video = autoencoder.decode(latents);
    List<Frame> frames = FrameTensor.toFrames(video);
    VideoFormat format =
        new VideoFormat(
            frames.getFirst().width(),
            frames.getFirst().height(),
            FrameRate.of(autoencoder.framesPerSecond()));
    try (ChunkWriter writer = new ChunkWriter(context, format)) {
      for (Frame frame : frames) {
        writer.append(frame);
      }
      context.output("video", writer.finish());
    }
  }

  private static void requireShape(FloatTensor latents, ToyboxVideoAutoencoder autoencoder)
      throws NodeFailure {
    List<Long> sizes = latents.shape().sizes();
    if (sizes.size() != 5
        || sizes.get(0) != 1
        || sizes.get(1) != autoencoder.latentChannels()
        || latents.values().length == 0) {
      throw NodeFailure.user(
          "latents-mismatch",
          "Input latents was expected to be 1×%d×frames×rows×columns, found %s. Decode with the model that made them."
              .formatted(autoencoder.latentChannels(), latents.shape()));
    }
  }
}
