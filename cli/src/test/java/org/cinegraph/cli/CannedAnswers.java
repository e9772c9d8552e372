package org.cinegraph.cli;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.cinegraph.graph.digest.CanonicalGraph;
import org.cinegraph.graph.document.ParseGraph;
import org.cinegraph.proto.v1.AuditEntry;
import org.cinegraph.proto.v1.GetGraphResponse;
import org.cinegraph.proto.v1.GetRunResponse;
import org.cinegraph.proto.v1.GraphSource;
import org.cinegraph.proto.v1.GraphVersion;
import org.cinegraph.proto.v1.ListAuditResponse;
import org.cinegraph.proto.v1.ListNodesResponse;
import org.cinegraph.proto.v1.NodeCounts;
import org.cinegraph.proto.v1.NodeLine;
import org.cinegraph.proto.v1.NodeRun;
import org.cinegraph.proto.v1.WorkerSummary;

/// Answers of a control plane that is none, put together.
final class CannedAnswers {
  private CannedAnswers() {}

  static ByteString runId(String run) {
    UUID id = UUID.fromString(run);
    ByteBuffer bytes = ByteBuffer.allocate(16);
    bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits()).flip();
    return ByteString.copyFrom(bytes);
  }

  /// What was submitted, as it would have been stored.
  static GetGraphResponse graph(GraphSource source) {
    CanonicalGraph canonical =
        CanonicalGraph.of(
            ParseGraph.parse(source.getContent().toByteArray(), "graph").document().orElseThrow());
    return GetGraphResponse.newBuilder()
        .setVersion(
            GraphVersion.newBuilder().setDigest(ByteString.copyFrom(canonical.version().bytes())))
        .setCanonicalJson(canonical.json())
        .addAllImports(source.getImportsList())
        .build();
  }

  static ListAuditResponse audit(String run) {
    return ListAuditResponse.newBuilder()
        .addEntries(
            AuditEntry.newBuilder()
                .setAt(Timestamp.newBuilder().setSeconds(5))
                .setPrincipal("home")
                .setVerb("stop")
                .setSubject("run " + run)
                .setWhy("wrong prompt")
                .addChanged("It is stopping"))
        .build();
  }

  /// The nodes of a run, each a line.
  static ListNodesResponse lines(GetRunResponse run) {
    ListNodesResponse.Builder response = ListNodesResponse.newBuilder();
    NodeCounts.Builder counts = NodeCounts.newBuilder();
    for (NodeRun node : run.getNodesList()) {
      response.addLines(NodeLine.newBuilder().setNode(node));
      counts.setAll(counts.getAll() + 1);
      NodeCounts.Builder _ =
          switch (node.getState()) {
            case NODE_STATE_MEMO_HIT -> counts.setMemoHits(1);
            case NODE_STATE_FAILED -> counts.setFailed(1);
            case NODE_STATE_STOPPED -> counts.setStopped(1);
            default -> counts.setComputed(1);
          };
    }
    return response.setCounts(counts).build();
  }

  static WorkerSummary.Builder worker(String id) {
    return WorkerSummary.newBuilder()
        .setName("w1")
        .setProcessId(7)
        .setConnected(true)
        .setWorkerId(runId(id))
        .addLabels("studio-a")
        .addDevices("processor");
  }
}
