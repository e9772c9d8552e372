package org.cinegraph.nodes.diffusion;

import java.io.IOException;
import java.util.List;
import org.cinegraph.graph.declaration.Demand;
import org.cinegraph.graph.declaration.InputPort;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.OutputPort;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.nodes.diffusion.LatentSampling.Place;
import org.cinegraph.nodes.sdk.ModelFolder;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.NodeType;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.artifact.Latents;
import org.cinegraph.nodes.tensor.model.ModelPackage;
import org.cinegraph.nodes.video.frame.VideoFormat;

/// `decode-video`: latents become frames.
public final class DecodeVideo implements NodeType {
  private static final int MOST_RATE = 240;

  private static final NodeDeclaration DECLARATION =
      new NodeDeclaration(
          "decode-video",
          2,
          "Decode latents to a video",
          """
          Turns latents into frames with the autoencoder of the model package that made them. The
          frames keep every bit; nothing is compressed with loss before `mux`.

          With `toybox` the unit of work is the whole clip, because its autoencoder looks across all
          frames. With Wan it is a latent frame: the loop goes on from any of them, and memory does
          not grow with the length. With `tile` frames are decoded in overlapping tiles that are
          blended, as diffusers' `enable_tiling` has it (there a tile is 256 pixels), so that large
          frames need no more memory than a tile; it changes the frames a little.
          """,
          List.of(
              new InputPort(
                  "latents",
                  new PortType.Latents(),
                  true,
                  "from `sample-latents` with the same model")),
          List.of(
              Parameter.required(
                  "model", new PortType.Model(), "model package with a video autoencoder"),
              Parameter.open(
                      "tile",
                      new PortType.Int(),
                      "side of a tile in pixels, of Wan; without it frames as a whole")
                  .between(1, VideoFormat.MOST_PIXELS_A_SIDE),
              Parameter.open(
                      "rate",
                      new PortType.Int(),
                      "frames a second, of Wan; without it 16 of 2.1 and 24 of 2.2")
                  .between(1, MOST_RATE)),
          List.of(
              new OutputPort("video", new PortType.Video(), "at the model's size and frame rate")),
          new Demand(Demand.DeviceClass.ANY, 256L << 20, 256L << 20, true),
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
    Place place = new Place(context, folder, ModelPackage.open(folder));
    FloatTensor latents =
        Latents.read(context.fetch(context.artifact("latents")), "latents").values();
    context.output("video", VideoDecoding.of(place).decode(latents));
  }
}
