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
import org.cinegraph.db.run.Plans;
import org.cinegraph.db.run.ReopenProducers;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.value.FieldWriter;

/// What follows when the store no longer has the bytes that a lease wants to read: the lease ends
/// without counting as a try, results that refer to the bytes are forgotten, and the nodes that
/// made them are computed again before the waiting ones go on.
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
      end(sql, lease, open.get());
      List<Digest> wholes = Memo.forget(sql, open.get().tenant(), List.of(lost));
      AdvanceRuns advance = new AdvanceRuns(sql, plans);
      ReopenProducers producers = new ReopenProducers(sql, plans, advance);
      for (Waiter waiter : Waiter.of(sql, open.get())) {
        tell(advance, open.get().tenant(), waiter, lost);
        producers.reopen(open.get().tenant(), waiter.run(), waiter.node(), wholes);
      }
      advance.finish();
      return true;
    });
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
