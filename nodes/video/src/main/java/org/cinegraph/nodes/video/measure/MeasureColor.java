package org.cinegraph.nodes.video.measure;

import java.io.IOException;
import java.util.List;
import org.cinegraph.graph.declaration.Demand;
import org.cinegraph.graph.declaration.InputPort;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.OutputPort;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.NodeType;
import org.cinegraph.nodes.video.chunk.ChunkReader;
import org.cinegraph.nodes.video.draw.Palette;

/// `measure-color`: which colour a picture has.
public final class MeasureColor implements NodeType {
  private static final String NO_NAME = "none";

  private static final NodeDeclaration DECLARATION =
      new NodeDeclaration(
          "measure-color",
          1,
          "Which colour it has",
          """
          The mean colour of an image or of all frames of a video, and the name of the nearest of
          red, green, blue, yellow, purple, white, gray, brown and black.

          With `chroma` above 0, only pixels count whose strongest and weakest channel differ by at
          least so much: with 100 the coloured thing of a `toybox` video counts, and not the duller
          floor and wall. Where no pixel counts, the colour is 0, 0, 0 and its name is none.

          Give either `image` or `video`.
          """,
          List.of(
              new InputPort("image", new PortType.Image(), false, "a picture"),
              new InputPort("video", new PortType.Video(), false, "a video, all of its frames")),
          List.of(
              Parameter.optional(
                      "chroma",
                      new PortType.Int(),
                      new Value.Int(0),
                      "least difference of the channels of a pixel that counts")
                  .between(0, 255)),
          List.of(
              new OutputPort("red", new PortType.Float(), "0 to 255"),
              new OutputPort("green", new PortType.Float(), "0 to 255"),
              new OutputPort("blue", new PortType.Float(), "0 to 255"),
              new OutputPort("name", new PortType.Text(), "the name of the nearest colour"),
              new OutputPort(
                  "share", new PortType.Float(), "part of the pixels that count, 0 to 1")),
          new Demand(Demand.DeviceClass.ANY, 0, 128L << 20, true),
          """
          graph: colour
          nodes:
            text: {type: encode-text, with: {model: toybox, prompt: "a red ball bounces on a green floor"}}
            latents: {type: sample-latents, with: {model: toybox, conditioning: $text.conditioning, seed: 7}}
            video: {type: decode-video, with: {model: toybox, latents: $latents.latents}}
            colour: {type: measure-color, with: {video: $video.video, chroma: 100}}
          outputs:
            name: $colour.name
            share: $colour.share
          """);

  @Override
  public NodeDeclaration declaration() {
    return DECLARATION;
  }

  @Override
  public void run(NodeContext context) throws NodeFailure, IOException, InterruptedException {
    int chroma = context.parameters().smallInteger("chroma");
    try (ChunkReader source = ChunkReader.open(context, source(context))) {
      SumColour.Sums sums = context.loop(new SumColour(source, chroma));
      double counted = Math.max(1, sums.counted());
      double red = sums.red() / counted;
      double green = sums.green() / counted;
      double blue = sums.blue() / counted;
      String name = sums.counted() == 0 ? NO_NAME : Palette.nearest(red, green, blue);
      output(context, "red", red);
      output(context, "green", green);
      output(context, "blue", blue);
      context.output("name", new PortValue.Inline(new Value.Text(name)));
      output(context, "share", (double) sums.counted() / sums.pixels());
    }
  }

  private static ArtifactReference source(NodeContext context) throws NodeFailure {
    boolean image = context.input("image").isPresent();
    if (image == context.input("video").isPresent()) {
      throw NodeFailure.user(
          "one-source",
          "measure-color takes either image or video, found %s."
              .formatted(image ? "both" : "neither"));
    }
    return context.artifact(image ? "image" : "video");
  }

  private static void output(NodeContext context, String port, double number) {
    context.output(port, new PortValue.Inline(new Value.Float(number)));
  }
}
