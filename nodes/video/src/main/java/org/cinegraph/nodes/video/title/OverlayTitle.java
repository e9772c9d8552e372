package org.cinegraph.nodes.video.title;

import java.io.IOException;
import java.util.List;
import org.cinegraph.graph.declaration.Demand;
import org.cinegraph.graph.declaration.InputPort;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.OutputPort;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.NodeType;
import org.cinegraph.nodes.sdk.Parameters;
import org.cinegraph.nodes.video.chunk.ChunkReader;
import org.cinegraph.nodes.video.chunk.FrameMapping;
import org.cinegraph.nodes.video.chunk.MapFrames;
import org.cinegraph.nodes.video.draw.Canvas;
import org.cinegraph.nodes.video.draw.Colour;
import org.cinegraph.nodes.video.draw.TextBlock;
import org.cinegraph.nodes.video.frame.VideoFormat;

/// `overlay-title`: words over the pictures of a video.
public final class OverlayTitle implements NodeType {
  /// A band higher than that would hide what is shown.
  private static final int BANDS_TO_A_PICTURE = 3;

  private static final int MARGIN = 2;

  private static final NodeDeclaration DECLARATION =
      new NodeDeclaration(
          "overlay-title",
          1,
          "Words over a video",
          """
          Draws a text over every frame, in a band across the picture at its bottom or top that is
          at most a third of it high. Letters and colours are those of `title-card`.
          """,
          List.of(new InputPort("video", new PortType.Video(), true, "of any size")),
          List.of(
              Parameter.required("text", new PortType.Text(), "what is to be read"),
              Parameter.optional(
                  "position",
                  new PortType.Choice(List.of("bottom", "top")),
                  new Value.Text("bottom"),
                  "where the band is"),
              Parameter.optional(
                  "ink", new PortType.Text(), new Value.Text("white"), "colour of the letters"),
              Parameter.optional(
                  "paper", new PortType.Text(), new Value.Text("black"), "colour of the band"),
              Parameter.optional(
                      "cover",
                      new PortType.Int(),
                      new Value.Int(60),
                      "percent by which the band covers the picture; 0: letters alone")
                  .between(0, 100),
              Parameter.optional(
                      "scale",
                      new PortType.Int(),
                      new Value.Int(0),
                      "size of the letters; 0: the largest that fits")
                  .between(0, TextBlock.MOST_SCALE)),
          List.of(
              new OutputPort("video", new PortType.Video(), "of the same size, length and rate")),
          new Demand(Demand.DeviceClass.ANY, 0, 256L << 20, true),
          """
          graph: subtitle
          nodes:
            text: {type: encode-text, with: {model: toybox, prompt: "a red ball bounces on a green floor"}}
            latents: {type: sample-latents, with: {model: toybox, conditioning: $text.conditioning, seed: 7}}
            video: {type: decode-video, with: {model: toybox, latents: $latents.latents}}
            titled: {type: overlay-title, with: {video: $video.video, text: "a red ball"}}
          outputs:
            video: $titled.video
          """);

  @Override
  public NodeDeclaration declaration() {
    return DECLARATION;
  }

  @Override
  public void run(NodeContext context) throws NodeFailure, IOException, InterruptedException {
    try (ChunkReader source = ChunkReader.open(context, context.artifact("video"))) {
      FrameMapping mapping = mapping(context.parameters(), source.format());
      context.output("video", MapFrames.run(context, source, source.format(), mapping));
    }
  }

  private static FrameMapping mapping(Parameters parameters, VideoFormat format)
      throws NodeFailure {
    Colour ink = Colour.parse("ink", parameters.text("ink"));
    Colour paper = Colour.parse("paper", parameters.text("paper"));
    int cover = parameters.smallInteger("cover");
    int width = format.width() - 2 * MARGIN;
    TextBlock text =
        TextBlock.fit(
            "Parameter text",
            parameters.text("text"),
            parameters.smallInteger("scale"),
            width,
            format.height() / BANDS_TO_A_PICTURE - 2 * MARGIN);
    int height = text.height() + 2 * MARGIN;
    int top = parameters.text("position").equals("top") ? 0 : format.height() - height;
    return frame -> {
      Canvas canvas = Canvas.over(frame);
      canvas.blend(0, top, format.width(), height, paper, cover);
      text.draw(canvas, MARGIN, top + MARGIN, width, ink);
      return canvas.frame();
    };
  }
}
