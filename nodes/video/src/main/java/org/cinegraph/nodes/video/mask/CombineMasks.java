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

/// `combine-masks`: two masks become one.
public final class CombineMasks implements NodeType {
  private static final NodeDeclaration DECLARATION =
      new NodeDeclaration(
          "combine-masks",
          1,
          "Combine two masks",
          """
          `union` is where either is (the higher level), `intersect` where both are (the lower one),
          `subtract` where `a` is and `b` is not (the level of `a` less that of `b`, not below 0).
          """,
          List.of(
              new InputPort("a", new PortType.Mask(), true, "the first"),
              new InputPort("b", new PortType.Mask(), true, "the second, of the same size")),
          List.of(
              Parameter.optional(
                  "how",
                  new PortType.Choice(List.of("union", "intersect", "subtract")),
                  new Value.Text("union"),
                  "what of the two is taken")),
          List.of(new OutputPort("mask", new PortType.Mask(), "of the same size")),
          new Demand(Demand.DeviceClass.ANY, 0, 256L << 20, false),
          """
          graph: red-but-not-green
          inputs:
            picture: {type: image}
          nodes:
            red: {type: mask-from-image, with: {image: $picture, channel: red}}
            green: {type: mask-from-image, with: {image: $picture, channel: green}}
            rest: {type: combine-masks, with: {a: $red.mask, b: $green.mask, how: subtract}}
          outputs:
            mask: $rest.mask
          """);

  @Override
  public NodeDeclaration declaration() {
    return DECLARATION;
  }

  @Override
  public void run(NodeContext context) throws NodeFailure, IOException, InterruptedException {
    String how = context.parameters().text("how");
    Mask a = Mask.read(context, "a");
    Mask b = Mask.read(context, "b");
    b.requireSize("b", "a", a.width(), a.height());
    byte[] levels = new byte[a.levels().length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) combined(how, a.levels()[i] & 0xff, b.levels()[i] & 0xff);
    }
    context.output("mask", new Mask(a.width(), a.height(), levels).store(context));
  }

  private static int combined(String how, int a, int b) {
    return switch (how) {
      case "union" -> Math.max(a, b);
      case "intersect" -> Math.min(a, b);
      case "subtract" -> Math.max(0, a - b);
      default -> throw new IllegalStateException("No way is declared as " + how);
    };
  }
}
