package org.cinegraph.nodes.video.mask;

import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
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
import org.cinegraph.nodes.video.frame.Frame;
import org.cinegraph.nodes.video.still.Still;

/// `mask-from-image`: a channel of a picture as a mask.
public final class MaskFromImage implements NodeType {
  private static final int WHITE = 255;

  private static final NodeDeclaration DECLARATION =
      new NodeDeclaration(
          "mask-from-image",
          1,
          "Make a mask of an image",
          """
          Takes one channel of an image, or how bright it is, as a mask: white is where something is to
          happen. `luminance` weighs red, green and blue as ITU-R BT.601 does, as Pillow makes an
          image grey.

          With a `threshold` the mask is hard: levels from there on are white, those below black.
          """,
          List.of(new InputPort("image", new PortType.Image(), true, "a PNG or JPEG")),
          List.of(
              Parameter.optional(
                  "channel",
                  new PortType.Choice(List.of("luminance", "red", "green", "blue", "alpha")),
                  new Value.Text("luminance"),
                  "what of the image"),
              Parameter.open(
                      "threshold",
                      new PortType.Int(),
                      "the lowest level that becomes white; without it levels stay as they are")
                  .between(0, WHITE)),
          List.of(new OutputPort("mask", new PortType.Mask(), "of the size of the image")),
          new Demand(Demand.DeviceClass.ANY, 0, 256L << 20, false),
          """
          graph: where-it-is-bright
          inputs:
            picture: {type: image}
          nodes:
            mask: {type: mask-from-image, with: {image: $picture, threshold: 128}}
          outputs:
            mask: $mask.mask
          """);

  @Override
  public NodeDeclaration declaration() {
    return DECLARATION;
  }

  @Override
  public void run(NodeContext context) throws NodeFailure, IOException, InterruptedException {
    OptionalInt threshold = context.parameters().smallIntegerIfSet("threshold");
    String channel = context.parameters().text("channel");
    boolean ofAlpha = channel.equals("alpha");
    Still image = ofAlpha ? Still.read(context, "image") : Still.requireOpaque(context, "image");
    byte[] levels = new byte[image.alpha().length];
    for (int i = 0; i < levels.length; i++) {
      int level = level(channel, image, i);
      levels[i] = (byte) (threshold.isPresent() ? hard(level, threshold.getAsInt()) : level);
    }
    Frame size = image.colours();
    context.output("mask", new Mask(size.width(), size.height(), levels).store(context));
  }

  private static int hard(int level, int threshold) {
    return level >= threshold ? WHITE : 0;
  }

  private static int level(String channel, Still image, int pixel) {
    byte[] rgb = image.colours().rgb();
    int red = rgb[pixel * Frame.CHANNELS] & 0xff;
    int green = rgb[pixel * Frame.CHANNELS + 1] & 0xff;
    int blue = rgb[pixel * Frame.CHANNELS + 2] & 0xff;
    return switch (channel) {
      case "red" -> red;
      case "green" -> green;
      case "blue" -> blue;
      case "alpha" -> image.alpha()[pixel] & 0xff;
      case "luminance" -> (19_595 * red + 38_470 * green + 7_471 * blue + (1 << 15)) >> 16;
      default -> throw new IllegalStateException("No channel is declared as " + channel);
    };
  }
}
