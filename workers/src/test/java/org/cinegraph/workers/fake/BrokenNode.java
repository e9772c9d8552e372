package org.cinegraph.workers.fake;

import java.io.IOException;
import java.util.List;
import org.cinegraph.graph.declaration.Demand;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.NodeType;

/// A node that fails as it is told.
public final class BrokenNode implements NodeType {
  private final Throwable cause;

  public BrokenNode(Throwable cause) {
    this.cause = cause;
  }

  @Override
  public NodeDeclaration declaration() {
    Demand nothing = new Demand(Demand.DeviceClass.ANY, 0, 0, false);
    return new NodeDeclaration(
        "broken", 1, "Broken", "Fails.", List.of(), List.of(), List.of(), nothing, "graph: broken");
  }

  @Override
  public void run(NodeContext context) throws NodeFailure, IOException, InterruptedException {
    switch (cause) {
      case NodeFailure failure -> throw failure;
      case RuntimeException defect -> throw defect;
      case Error error -> throw error;
      default -> throw new IOException(cause);
    }
  }
}
