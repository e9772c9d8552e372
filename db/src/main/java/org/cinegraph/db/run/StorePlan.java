package org.cinegraph.db.run;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.cinegraph.db.Database;
import org.cinegraph.db.Sql;
import org.cinegraph.db.run.RunTally.RunId;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.plan.Plan;
import org.cinegraph.graph.plan.PlannedNode;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.graph.value.FieldWriter;

/// Gives a run its plan: its node runs, and every memo hit at once. A run that has a plan keeps it.
public final class StorePlan {
  private final Database database;
  private final Plans plans;
  private final Predicate<ArtifactReference> whole;

  /// @param whole whether the store still has the bytes of an artifact and its parts
  public StorePlan(Database database, Plans plans, Predicate<ArtifactReference> whole) {
    this.database = database;
    this.plans = plans;
    this.whole = whole;
  }

  /// @return the run as it stands then: it has ended if every node was a memo hit
  public RunRow store(UUID tenant, UUID run, Plan plan) {
    return database.transaction(sql -> {
      RunRow row = lock(sql, tenant, run);
      if (row.plan().isEmpty() && !row.state().ended()) {
        write(sql, new RunId(tenant, run), plan);
      }
      return Runs.find(sql, tenant, run).orElseThrow();
    });
  }

  /// Ends a run that cannot be planned.
  public void refuse(UUID tenant, UUID run, Failure failure) {
    database.run(sql -> {
      lock(sql, tenant, run);
      EndRun.write(
          sql, new RunId(tenant, run), RunState.FAILED, Optional.empty(), Optional.of(failure));
    });
  }

  private void write(Sql sql, RunId id, Plan plan) throws SQLException {
    Digest digest = plans.store(sql, id.tenant(), plan);
    sql.update(
        """
        UPDATE run SET plan_digest = ?, nodes = ?, open_nodes = ?,
          state = CASE WHEN state = 'submitted' THEN 'running' ELSE state END
        WHERE tenant_id = ? AND id = ?
        """,
        digest,
        plan.nodes().size(),
        plan.nodes().size(),
        id.tenant(),
        id.run());
    InsertNodes insert = InsertNodes.of(sql, id, plan, 0, whole);
    List<PlannedNode> ready = insert.insert();
    AdvanceRuns advance = new AdvanceRuns(sql, plans);
    advance
        .tally()
        .event(
            id.tenant(),
            id.run(),
            "run-planned",
            new FieldWriter()
                .integer("nodes", plan.nodes().size())
                .integer("segments", plan.segments())
                .integer("memo_hits", insert.memoHits())
                .fields());
    insert.tellHits(advance.tally());
    advance.settle(id, ready);
    advance.finish();
    if (plan.nodes().isEmpty()) {
      EndRun.end(sql, plans, id);
    }
  }

  private static RunRow lock(Sql sql, UUID tenant, UUID run) throws SQLException {
    return sql.row(
            "SELECT * FROM run WHERE tenant_id = ? AND id = ? FOR UPDATE",
            RunRow::read,
            tenant,
            run)
        .orElseThrow(() -> new IllegalStateException("No run " + run));
  }
}
