package org.cinegraph.cli;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.cinegraph.proto.v1.AuditEntry;
import org.cinegraph.proto.v1.ListAuditResponse;

/// Answers of a control plane that is none, put together.
final class CannedAnswers {
  private CannedAnswers() {}

  static ByteString runId(String run) {
    UUID id = UUID.fromString(run);
    ByteBuffer bytes = ByteBuffer.allocate(16);
    bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits()).flip();
    return ByteString.copyFrom(bytes);
  }

  static ListAuditResponse audit(String run) {
    return ListAuditResponse.newBuilder()
        .addEntries(
            AuditEntry.newBuilder()
                .setAt(Timestamp.newBuilder().setSeconds(5))
                .setPrincipal("home")
                .setVerb("stop")
                .setSubject("run " + run)
                .setWhy("wrong prompt"))
        .build();
  }
}
