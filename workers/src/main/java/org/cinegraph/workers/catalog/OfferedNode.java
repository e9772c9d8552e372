package org.cinegraph.workers.catalog;

import static java.util.Objects.requireNonNull;

import org.cinegraph.graph.declaration.DeclarationJson;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.nodes.sdk.NodeType;
import org.cinegraph.proto.v1.OfferedNodeType;
import org.cinegraph.workers.wire.WireValues;

/// A node type that this process runs, with the digest of the program that does so.
public record OfferedNode(NodeType type, NodeDeclaration declaration, Digest program) {
  public OfferedNode {
    requireNonNull(type, "type is null");
    requireNonNull(declaration, "declaration is null");
    requireNonNull(program, "program is null");
  }

  OfferedNodeType message() {
    return OfferedNodeType.newBuilder()
        .setType(declaration.type())
        .setVersion(declaration.version())
        .setDeclarationJson(CanonicalJson.write(DeclarationJson.write(declaration)))
        .setDeclarationDigest(WireValues.bytes(DeclarationJson.digest(declaration)))
        .setProgramDigest(WireValues.bytes(program))
        .build();
  }
}
