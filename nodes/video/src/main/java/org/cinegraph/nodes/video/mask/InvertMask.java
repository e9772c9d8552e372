package org.cinegraph.nodes.video.mask;

import java.io.IOException;
import java.util.List;
import org.cinegraph.graph.declaration.Demand;
import org.cinegraph.graph.declaration.InputPort;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.OutputPort;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.NodeType;

/// `invert-mask`: what was outside is inside.
public final class InvertMask implements NodeType {
  private static final int WHITE = 255;

  private static final NodeDeclaration DECLARATION =
      new NodeDeclaration(
          "invert-mask",
          1,
          "Turn a mask inside out",
          "White becomes black and black white; a level becomes 255 less it.",
          List.of(new InputPort("mask", new PortType.Mask(), true, "any")),
          List.of(),
          List.of(new OutputPort("mask", new PortType.Mask(), "of the same size")),
          new Demand(Demand.DeviceClass.ANY, 0, 256L << 20, false),
          """
          graph: where-it-is-dark
          inputs:
            picture: {type: image}
          nodes:
            bright: {type: mask-from-image, with: {image: $picture, threshold: 128}}
            dark: {type: invert-mask, with: {mask: $bright.mask}}
          outputs:
            mask: $dark.mask
          """);

  @Override
  public NodeDeclaration declaration() {
    return DECLARATION;
  }

  @Override
  public void run(NodeContext context) throws NodeFailure, IOException, InterruptedException {
    Mask mask = Mask.read(context, "mask");
    byte[] levels = new byte[mask.levels().length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) (WHITE - (mask.levels()[i] & 0xff));
    }
    context.output("mask", new Mask(mask.width(), mask.height(), levels).store(context));
  }
}
