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

/// `blur-mask`: a mask with soft edges.
public final class BlurMask implements NodeType {
  private static final int MOST = 256;

  /// Where the bell is cut off, in deviations; less than a level is lost.
  private static final int REACH = 3;

  private static final NodeDeclaration DECLARATION =
      new NodeDeclaration(
          "blur-mask",
          1,
          "Soften the edges of a mask",
          """
          A Gaussian of the given standard deviation, cut off at three of them. Beyond the border the
          mask goes on as it is there. Rounded once, to the nearest level.
          """,
          List.of(new InputPort("mask", new PortType.Mask(), true, "any")),
          List.of(
              Parameter.optional(
                      "radius",
                      new PortType.Float(),
                      new Value.Float(4),
                      "standard deviation in pixels; 0: as it is")
                  .between(0, MOST)),
          List.of(new OutputPort("mask", new PortType.Mask(), "of the same size")),
          new Demand(Demand.DeviceClass.ANY, 0, 1L << 30, false),
          """
          graph: a-soft-mask
          inputs:
            picture: {type: image}
          nodes:
            hard: {type: mask-from-image, with: {image: $picture, threshold: 128}}
            soft: {type: blur-mask, with: {mask: $hard.mask, radius: 6}}
          outputs:
            mask: $soft.mask
          """);

  @Override
  public NodeDeclaration declaration() {
    return DECLARATION;
  }

  @Override
  public void run(NodeContext context) throws NodeFailure, IOException, InterruptedException {
    double radius = context.parameters().number("radius");
    Mask mask = Mask.read(context, "mask");
    context.output("mask", blurred(mask, radius).store(context));
  }

  static Mask blurred(Mask mask, double radius) {
    int width = mask.width();
    int height = mask.height();
    double[] weights = weights(radius);
    double[] levels = new double[width * height];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = mask.levels()[i] & 0xff;
    }
    for (int y = 0; y < height; y++) {
      blur(levels, y * width, 1, width, weights);
    }
    for (int x = 0; x < width; x++) {
      blur(levels, x, width, height, weights);
    }
    byte[] result = new byte[levels.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (byte) (int) (levels[i] + 0.5);
    }
    return new Mask(width, height, result);
  }

  /// By distance, to both sides the same, with the sum 1.
  private static double[] weights(double radius) {
    double[] weights = new double[(int) Math.ceil(REACH * radius) + 1];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = i == 0 ? 1 : StrictMath.exp(-0.5 * (i / radius) * (i / radius));
      sum += i == 0 ? 1 : 2 * weights[i];
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= sum;
    }
    return weights;
  }

  private static void blur(double[] levels, int first, int apart, int length, double[] weights) {
    double[] line = new double[length];
    for (int i = 0; i < length; i++) {
      line[i] = levels[first + i * apart];
    }
    for (int i = 0; i < length; i++) {
      double sum = weights[0] * line[i];
      for (int d = 1; d < weights.length; d++) {
        sum += weights[d] * (line[Math.max(0, i - d)] + line[Math.min(length - 1, i + d)]);
      }
      levels[first + i * apart] = sum;
    }
  }
}
