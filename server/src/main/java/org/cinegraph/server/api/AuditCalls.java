package org.cinegraph.server.api;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.cinegraph.db.verb.Audit;
import org.cinegraph.db.verb.Audit.AuditRow;
import org.cinegraph.proto.v1.AuditEntry;
import org.cinegraph.proto.v1.ListAuditRequest;
import org.cinegraph.proto.v1.ListAuditResponse;
import org.cinegraph.scheduler.wire.ReadWire;

/// What people did.
final class AuditCalls {
  private final Audit audit;

  AuditCalls(Audit audit) {
    this.audit = audit;
  }

  /// A run that was deleted has entries too.
  ListAuditResponse list(UUID tenant, ListAuditRequest request) {
    int size = Pages.size(request.getPageSize());
    ByteString id = request.getRunId();
    Optional<UUID> run = id.isEmpty() ? Optional.empty() : Optional.of(ReadWire.id("run_id", id));
    List<AuditRow> page =
        audit.list(tenant, run, Pages.number(request.getPageToken()).orElse(Long.MAX_VALUE), size);
    ListAuditResponse.Builder response = ListAuditResponse.newBuilder();
    page.forEach(row -> response.addEntries(entry(row)));
    if (page.size() == size) {
      response.setNextPageToken(String.valueOf(page.getLast().number()));
    }
    return response.build();
  }

  private static AuditEntry entry(AuditRow row) {
    return AuditEntry.newBuilder()
        .setAt(WireTime.of(row.at()))
        .setPrincipal(row.principal())
        .setVerb(row.verb())
        .setSubject(row.subject())
        .setWhy(row.why())
        .addAllChanged(row.changed())
        .build();
  }
}
