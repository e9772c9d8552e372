package org.cinegraph.workers.fake;

import java.io.IOException;
import java.nio.file.Files;
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

/// Writes down every list that it is given, in order.
public final class ListingNode implements NodeType {
  private static final NodeDeclaration DECLARATION =
      new NodeDeclaration(
          "listing",
          1,
          "List",
          "Lists what it is given.",
          List.of(
              new InputPort("images", new PortType.ListOf(new PortType.Image()), false, "Bytes.")),
          List.of(
              Parameter.required("names", new PortType.ListOf(new PortType.Text()), "Names."),
              Parameter.required("sizes", new PortType.ListOf(new PortType.Float()), "Sizes.")),
          List.of(new OutputPort("seen", new PortType.Text(), "All of it.")),
          new Demand(Demand.DeviceClass.ANY, 0, 0, true),
          "graph: listing");

  @Override
  public NodeDeclaration declaration() {
    return DECLARATION;
  }

  @Override
  public void run(NodeContext context) throws NodeFailure, IOException, InterruptedException {
    StringBuilder seen = new StringBuilder();
    for (ArtifactReference image : context.artifacts("images")) {
      seen.append(Files.readString(context.fetch(image))).append(' ');
    }
    seen.append(context.parameters().texts("names")).append(context.parameters().numbers("sizes"));
    context.output("seen", new PortValue.Inline(new Value.Text(seen.toString())));
  }
}
