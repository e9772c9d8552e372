package org.cinegraph.db.run;

import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.cinegraph.db.Database;
import org.cinegraph.db.Sql;

/// Takes a node in when its workflow reaches it: from here on the queue is Postgres's.
///
/// Idempotent: a node run that has ended answers with its end, one that waits gets the newer
/// address. The transaction may be lost in a crash of Postgres (design: asynchronous commits); the
/// reconciler then finds the pending activity without a node that names it and has it taken in
/// again.
public final class TakeIn {
  private final Database database;
  private final Plans plans;

  public TakeIn(Database database, Plans plans) {
    this.database = database;
    this.plans = plans;
  }

  /// @param epoch of the asking workflow; one of an older epoch is sent home
  /// @return how the node ended, if it has; else the address will be told
  public Optional<NodeState> take(UUID tenant, UUID run, int epoch, int node, Address address) {
    return database.transaction(sql -> {
      sql.commitAsynchronously();
      if (olderEpoch(sql, tenant, run, epoch)) {
        return Optional.of(NodeState.STOPPED);
      }
      Taken taken = lock(sql, tenant, run, node);
      if (taken.state().ended()) {
        return Optional.of(taken.state());
      }
      return enter(sql, tenant, run, node, taken, address);
    });
  }

  private Optional<NodeState> enter(
      Sql sql, UUID tenant, UUID run, int node, Taken taken, Address address) throws SQLException {
    if (taken.state() == NodeState.PLANNED && taken.openInputs() == 0) {
      AdvanceRuns advance = new AdvanceRuns(sql, plans);
      Optional<NodeState> ended = advance.attach(tenant, run, node);
      if (ended.isPresent()) {
        sql.commitSynchronously();
      }
      advance.finish();
      if (ended.isPresent()) {
        return ended;
      }
    }
    sql.update(
        """
        UPDATE node_run SET address_workflow = ?, address_workflow_run = ?, address_activity = ?,
          state = CASE WHEN state = 'planned' THEN 'blocked' ELSE state END
        WHERE tenant_id = ? AND run_id = ? AND node = ?
        """,
        address.workflow(),
        address.workflowRun(),
        address.activity(),
        tenant,
        run,
        node);
    return Optional.empty();
  }

  private static boolean olderEpoch(Sql sql, UUID tenant, UUID run, int epoch) throws SQLException {
    return sql.row(
            "SELECT epoch FROM run WHERE tenant_id = ? AND id = ?",
            row -> row.integer("epoch") > epoch,
            tenant,
            run)
        .orElseThrow(() -> new IllegalStateException("No run " + run));
  }

  private static Taken lock(Sql sql, UUID tenant, UUID run, int node) throws SQLException {
    return sql.row(
            """
            SELECT state, open_inputs FROM node_run
            WHERE tenant_id = ? AND run_id = ? AND node = ? FOR UPDATE
            """,
            row -> new Taken(NodeState.read(row.text("state")), row.integer("open_inputs")),
            tenant,
            run,
            node)
        .orElseThrow(() -> new IllegalStateException("No node " + node + " in run " + run));
  }

  private record Taken(NodeState state, int openInputs) {}
}
