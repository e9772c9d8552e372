package org.cinegraph.nodes.video.mask;

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

/// `grow-mask`: a mask reaches further, or less far.
public final class GrowMask implements NodeType {
  static final int MOST = 1_024;

  private static final NodeDeclaration DECLARATION =
      new NodeDeclaration(
          "grow-mask",
          1,
          "Grow or shrink a mask",
          """
          Every pixel takes the highest level within so many pixels left, right, above and below,
          corners included; with a negative number the lowest one, which makes the mask smaller. What
          lies beyond the border does not count.
          """,
          List.of(new InputPort("mask", new PortType.Mask(), true, "any")),
          List.of(
              Parameter.optional(
                      "pixels", new PortType.Int(), new Value.Int(8), "how far; negative: shrink")
                  .between(-MOST, MOST)),
          List.of(new OutputPort("mask", new PortType.Mask(), "of the same size")),
          new Demand(Demand.DeviceClass.ANY, 0, 256L << 20, false),
          """
          graph: a-little-around-it
          inputs:
            picture: {type: image}
          nodes:
            inside: {type: mask-from-image, with: {image: $picture, threshold: 128}}
            around: {type: grow-mask, with: {mask: $inside.mask, pixels: 12}}
          outputs:
            mask: $around.mask
          """);

  @Override
  public NodeDeclaration declaration() {
    return DECLARATION;
  }

  @Override
  public void run(NodeContext context) throws NodeFailure, IOException, InterruptedException {
    int pixels = context.parameters().smallInteger("pixels");
    Mask mask = Mask.read(context, "mask");
    context.output("mask", grown(mask, pixels).store(context));
  }

  static Mask grown(Mask mask, int pixels) {
    int width = mask.width();
    int height = mask.height();
    int flip = pixels < 0 ? 0xff : 0;
    int reach = Math.abs(pixels);
    int[] levels = new int[width * height];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = mask.levels()[i] & 0xff ^ flip;
    }
    for (int y = 0; y < height; y++) {
      spread(levels, y * width, 1, width, reach);
    }
    for (int x = 0; x < width; x++) {
      spread(levels, x, width, height, reach);
    }
    byte[] result = new byte[levels.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (byte) (levels[i] ^ flip);
    }
    return new Mask(width, height, result);
  }

  /// Each level of a line becomes the highest within reach. The queue holds the places that may
  /// still be the highest, levels falling, so that the time does not grow with the reach.
  private static void spread(int[] levels, int first, int apart, int length, int reach) {
    int[] line = new int[length];
    for (int i = 0; i < length; i++) {
      line[i] = levels[first + i * apart];
    }
    int[] queue = new int[length];
    int head = 0;
    int tail = 0;
    int next = 0;
    for (int i = 0; i < length; i++) {
      for (; next < Math.min(length, i + reach + 1); next++) {
        while (tail > head && line[queue[tail - 1]] <= line[next]) {
          tail--;
        }
        queue[tail++] = next;
      }
      while (queue[head] < i - reach) {
        head++;
      }
      levels[first + i * apart] = line[queue[head]];
    }
  }
}
