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
import org.cinegraph.nodes.video.frame.Frame;
import org.cinegraph.nodes.video.still.Still;

/// `composite-image`: one picture over another where a mask is white.
public final class CompositeImage implements NodeType {
  private static final int WHITE = 255;

  private static final NodeDeclaration DECLARATION =
      new NodeDeclaration(
          "composite-image",
          1,
          "Lay an image over another by a mask",
          """
          White of the mask shows `over`, black shows `under`, grey a mixture, rounded to the nearest
          level. All three have one size; `resize` brings images to it.
          """,
          List.of(
              new InputPort("under", new PortType.Image(), true, "what stays where it is black"),
              new InputPort("over", new PortType.Image(), true, "what is laid where it is white"),
              new InputPort("mask", new PortType.Mask(), true, "how much of `over` is seen")),
          List.of(),
          List.of(new OutputPort("image", new PortType.Image(), "a PNG of the same size")),
          new Demand(Demand.DeviceClass.ANY, 0, 512L << 20, false),
          """
          graph: a-picture-in-a-picture
          inputs:
            street: {type: image}
            person: {type: image}
            outline: {type: image}
          nodes:
            mask: {type: mask-from-image, with: {image: $outline}}
            both: {type: composite-image, with: {under: $street, over: $person, mask: $mask.mask}}
          outputs:
            image: $both.image
          """);

  @Override
  public NodeDeclaration declaration() {
    return DECLARATION;
  }

  @Override
  public void run(NodeContext context) throws NodeFailure, IOException, InterruptedException {
    Frame under = Still.readOpaque(context, "under");
    Frame over = Still.readOpaque(context, "over");
    Mask mask = Mask.read(context, "mask");
    Mask.requireSize("over", over.width(), over.height(), "under", under.width(), under.height());
    mask.requireSize("mask", "under", under.width(), under.height());
    Frame image = Frame.blank(under.width(), under.height());
    for (int i = 0; i < image.rgb().length; i++) {
      int share = mask.levels()[i / Frame.CHANNELS] & 0xff;
      int sum = (over.rgb()[i] & 0xff) * share + (under.rgb()[i] & 0xff) * (WHITE - share);
      image.rgb()[i] = (byte) ((sum + WHITE / 2) / WHITE);
    }
    context.output("image", Still.store(context, image));
  }
}
