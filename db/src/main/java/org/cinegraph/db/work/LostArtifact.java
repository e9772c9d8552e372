package org.cinegraph.db.work;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.cinegraph.db.Database;
import org.cinegraph.db.Sql;
import org.cinegraph.db.artifact.Artifacts;
import org.cinegraph.db.run.AdvanceRuns;
import org.cinegraph.db.run.Memo;
import org.cinegraph.db.run.NodeEnd;
import org.cinegraph.db.run.OutputsJson;
import org.cinegraph.db.run.Plans;
import org.cinegraph.db.run.ReopenProducers;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.failure.FailureCategory;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.graph.value.FieldWriter;

/// What follows when the store no longer has the bytes that a lease wants to read: results and
/// checkpoints that refer to the bytes are forgotten. Where they belong to an input, the lease ends
/// without counting as a try, and the nodes that made them are computed again before the waiting
/// ones go on; a node whose file was given and not made fails. Else they belong to a checkpoint:
/// the lease stays open, and its holder falls back on the one before.
public final class LostArtifact {
  private final Database database;
  private final Plans plans;

  public LostArtifact(Database database, Plans plans) {
    this.database = database;
    this.plans = plans;
  }

  /// @return whether the lease was still open
  public boolean found(LeaseKey lease, Digest lost) {
    return database.transaction(sql -> {
      Optional<OpenAttempt> open = OpenAttempt.lock(sql, lease);
      if (open.isEmpty()) {
        return false;
      }
      UUID tenant = open.get().tenant();
      List<Digest> wholes = Memo.forget(sql, tenant, List.of(lost));
      Checkpoints.forgetLost(sql, tenant, wholes);
      if (isInput(open.get(), wholes)) {
        end(sql, lease, open.get());
        sendBack(sql, open.get(), lost, wholes);
      }
      return true;
    });
  }

  private static boolean isInput(OpenAttempt open, List<Digest> wholes) {
    return OutputsJson.artifacts(open.request().inputs()).stream()
        .map(ArtifactReference::digest)
        .anyMatch(wholes::contains);
  }

  private void sendBack(Sql sql, OpenAttempt open, Digest lost, List<Digest> wholes)
      throws SQLException {
    AdvanceRuns advance = new AdvanceRuns(sql, plans);
    ReopenProducers producers = new ReopenProducers(sql, plans, advance);
    for (Waiter waiter : Waiter.of(sql, open)) {
      tell(advance, open.tenant(), waiter, lost);
      if (!producers.reopen(open.tenant(), waiter.run(), waiter.node(), wholes)) {
        advance.end(NodeEnd.failed(open.tenant(), waiter.run(), waiter.node(), gone(lost)));
      }
    }
    advance.finish();
  }

  private static Failure gone(Digest lost) {
    return new Failure(
        "input-lost",
        FailureCategory.EXTERNAL,
        "The store no longer has artifact %s, a file that was given to the run; submit it again"
            .formatted(lost));
  }

  private static void end(Sql sql, LeaseKey lease, OpenAttempt open) throws SQLException {
    sql.update(
        """
        UPDATE attempt SET outcome = 'stopped', ended_at = now()
        WHERE tenant_id = ? AND work_id = ? AND fence = ?
        """,
        open.tenant(),
        open.work(),
        open.fence());
    sql.update(
        "UPDATE work SET state = 'stopped' WHERE tenant_id = ? AND id = ?",
        open.tenant(),
        open.work());
    Artifacts.release(sql, open.tenant(), "attempt", Artifacts.holder(lease));
  }

  private static void tell(AdvanceRuns advance, UUID tenant, Waiter waiter, Digest lost) {
    advance
        .tally()
        .event(
            tenant,
            waiter.run(),
            "node-input-lost",
            waiter.name(),
            new FieldWriter().text("artifact", lost.hex()).fields());
  }
}
