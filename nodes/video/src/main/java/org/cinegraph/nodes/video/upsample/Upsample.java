package org.cinegraph.nodes.video.upsample;

import java.io.IOException;
import java.util.List;
import org.cinegraph.graph.declaration.Demand;
import org.cinegraph.graph.declaration.InputPort;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.OutputPort;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.sdk.ModelFolder;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.NodeType;
import org.cinegraph.nodes.tensor.model.ModelPackage;
import org.cinegraph.nodes.video.chunk.ChunkReader;
import org.cinegraph.nodes.video.chunk.FrameMapping;
import org.cinegraph.nodes.video.chunk.MapFrames;
import org.cinegraph.nodes.video.frame.VideoFormat;
import org.cinegraph.nodes.video.resample.Resampling;
import org.cinegraph.nodes.video.tensor.FrameTensor;

/// `upsample`: a video becomes larger, frame by frame.
public final class Upsample implements NodeType {
  private static final int LEARNED_SCALE = 2;
  private static final int MOST_SCALE = 4;

  private static final NodeDeclaration DECLARATION =
      new NodeDeclaration(
          "upsample",
          1,
          "Make a video larger",
          """
          Makes every frame larger, each by itself and a chunk at a time, so that memory does not grow
          with length.

          `learned` is the network of a model package and doubles the size. `bicubic` (a = -0.75, the
          convention of torch and OpenCV) and `lanczos` (three lobes, the convention of Pillow) need
          no model and take any scale.
          """,
          List.of(new InputPort("video", new PortType.Video(), true, "of any size")),
          List.of(
              Parameter.optional(
                      "scale",
                      new PortType.Int(),
                      new Value.Int(LEARNED_SCALE),
                      "how many times wider and higher")
                  .between(1, MOST_SCALE),
              Parameter.optional(
                  "method",
                  new PortType.Choice(List.of("learned", "bicubic", "lanczos")),
                  new Value.Text("learned"),
                  "what invents the pixels between"),
              Parameter.optional(
                  "model",
                  new PortType.Model(),
                  new Value.Text("toybox"),
                  "model package with an upsampler, for `learned`")),
          List.of(
              new OutputPort("video", new PortType.Video(), "of the same length and frame rate")),
          new Demand(Demand.DeviceClass.ANY, 512L << 20, 512L << 20, true),
          """
          graph: upsample
          nodes:
            text: {type: encode-text, with: {model: toybox, prompt: "a red ball bounces on a green floor"}}
            latents: {type: sample-latents, with: {model: toybox, conditioning: $text.conditioning, seed: 7}}
            video: {type: decode-video, with: {model: toybox, latents: $latents.latents}}
            large: {type: upsample, with: {video: $video.video, scale: 2}}
          outputs:
            video: $large.video
          """);

  @Override
  public NodeDeclaration declaration() {
    return DECLARATION;
  }

  @Override
  public void run(NodeContext context) throws NodeFailure, IOException, InterruptedException {
    int scale = context.parameters().smallInteger("scale");
    try (ChunkReader source = ChunkReader.open(context, context.artifact("video"))) {
      VideoFormat target = larger(source.format(), scale);
      FrameMapping mapping = mapping(context, scale);
      context.output("video", MapFrames.run(context, source, target, mapping));
    }
  }

  private static FrameMapping mapping(NodeContext context, int scale)
      throws NodeFailure, IOException, InterruptedException {
    String method = context.parameters().text("method");
    return switch (method) {
      case "learned" -> learned(context, scale);
      case "bicubic" -> filtered(Resampling.BICUBIC, scale);
      case "lanczos" -> filtered(Resampling.LANCZOS, scale);
      default -> throw new IllegalStateException("No method is declared as " + method);
    };
  }

  private static FrameMapping learned(NodeContext context, int scale)
      throws NodeFailure, IOException, InterruptedException {
    if (scale != LEARNED_SCALE) {
      throw NodeFailure.user(
          "scale-unsupported",
          "Parameter scale: the learned method doubles the size, expected 2, found %d. Take bicubic or lanczos, or two nodes one after the other."
              .formatted(scale));
    }
    ModelFolder folder = context.model("model");
    ModelPackage model = ModelPackage.open(folder);
    ToyboxUpsampler upsampler =
        context.resident(
            folder,
            "upsampler",
            ToyboxUpsampler.class,
            () -> ToyboxUpsampler.load(model.part("upsampler")));
    return frame -> FrameTensor.toFrame(upsampler.upsample(FrameTensor.of(frame)));
  }

  private static FrameMapping filtered(Resampling resampling, int scale) {
    return frame -> resampling.resize(frame, scale * frame.width(), scale * frame.height());
  }

  private static VideoFormat larger(VideoFormat source, int scale) throws NodeFailure {
    int most = VideoFormat.MOST_PIXELS_A_SIDE;
    if (scale * source.width() > most || scale * source.height() > most) {
      throw NodeFailure.user(
          "video-too-large",
          "Parameter scale: %d times %d×%d is larger than %d pixels a side."
              .formatted(scale, source.width(), source.height(), most));
    }
    return new VideoFormat(scale * source.width(), scale * source.height(), source.rate());
  }
}
