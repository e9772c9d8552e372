package org.cinegraph.db.run;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.cinegraph.db.Channel;
import org.cinegraph.db.Database;
import org.cinegraph.db.Sql;
import org.cinegraph.db.run.RunTally.RunId;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.failure.FailureJson;
import org.cinegraph.graph.value.FieldWriter;

/// Stop (orderly, at a checkpoint) and kill (now). Nodes that do not compute end at once; a leased
/// work that another run waits for goes on for that one. Every node ends through the outbox, so the
/// workflow ends by its normal path.
public final class StopRun {
  private final Database database;
  private final Plans plans;

  public StopRun(Database database, Plans plans) {
    this.database = database;
    this.plans = plans;
  }

  /// As the system asks for it. Asking twice changes nothing; a stop may be followed by a kill.
  ///
  /// @param principal for the audit
  public RunRow stop(UUID tenant, UUID run, boolean kill, String principal, String why) {
    return database.transaction(sql -> {
      if (stop(sql, tenant, run, kill, why)) {
        audit(sql, tenant, run, kill, principal, why);
      }
      return Runs.find(sql, tenant, run).orElseThrow();
    });
  }

  /// Within a transaction.
  ///
  /// @return whether the run had not ended
  public boolean stop(Sql sql, UUID tenant, UUID run, boolean kill, String why)
      throws SQLException {
    boolean open =
        sql.update(
                """
                UPDATE run SET state = 'stopping', paused = false WHERE tenant_id = ? AND id = ?
                  AND state IN ('submitted', 'running', 'stopping')
                """,
                tenant,
                run)
            == 1;
    if (open) {
      end(sql, tenant, run, kill, why);
    }
    return open;
  }

  /// Ends a run that cannot go on: its nodes end as with a kill, the run fails for this reason.
  /// Changes nothing once the run has ended.
  public RunRow fail(UUID tenant, UUID run, Failure reason) {
    return database.transaction(sql -> {
      boolean open =
          sql.update(
                  """
                  UPDATE run SET state = 'stopping', paused = false, failure = ? WHERE tenant_id = ? AND id = ?
                    AND state IN ('submitted', 'running', 'stopping')
                  """,
                  CanonicalJson.write(FailureJson.write(reason)),
                  tenant,
                  run)
              == 1;
      if (open) {
        end(sql, tenant, run, true, reason.message());
      }
      return Runs.find(sql, tenant, run).orElseThrow();
    });
  }

  private void end(Sql sql, UUID tenant, UUID run, boolean kill, String why) throws SQLException {
    AdvanceRuns advance = new AdvanceRuns(sql, plans);
    advance
        .tally()
        .event(
            tenant,
            run,
            kill ? "run-killing" : "run-stopping",
            new FieldWriter().text("why", why).fields());
    for (int node : endable(sql, tenant, run, kill)) {
      advance.end(NodeEnd.stopped(tenant, run, node));
    }
    advance.finish();
    stopAbandonedWorks(sql, tenant, run, kill);
    HoldWorks.settle(sql, tenant, run);
    endIfUnplanned(sql, tenant, run);
  }

  /// Open nodes, less those whose work computes for this run alone: these end when it stops.
  private static List<Integer> endable(Sql sql, UUID tenant, UUID run, boolean kill)
      throws SQLException {
    return sql.rows(
        """
        SELECT n.node FROM node_run n
        LEFT JOIN LATERAL (
          SELECT state FROM work WHERE tenant_id = n.tenant_id AND id = n.work_id LIMIT 1) w ON true
        WHERE n.tenant_id = ? AND n.run_id = ? AND n.state IN ('planned', 'blocked', 'waiting')
          AND (? OR n.state <> 'waiting' OR w.state IS DISTINCT FROM 'leased' OR EXISTS (
            SELECT 1 FROM node_run o WHERE o.tenant_id = n.tenant_id AND o.work_id = n.work_id
              AND o.state = 'waiting' AND o.run_id <> n.run_id))
        ORDER BY n.node
        """,
        row -> row.integer("node"),
        tenant,
        run,
        kill);
  }

  /// Works that nobody waits for any more end; those that compute are told to stop.
  private static void stopAbandonedWorks(Sql sql, UUID tenant, UUID run, boolean kill)
      throws SQLException {
    sql.update(
        """
        UPDATE work w SET state = 'stopped' WHERE w.tenant_id = ? AND w.id IN (
            SELECT work_id FROM node_run WHERE tenant_id = ? AND run_id = ? AND work_id IS NOT NULL)
          AND (w.state = 'queued' OR (? AND w.state = 'leased')) AND NOT EXISTS (
            SELECT 1 FROM node_run o WHERE o.tenant_id = w.tenant_id AND o.work_id = w.id
              AND o.state = 'waiting')
        """,
        tenant,
        tenant,
        run,
        kill);
    endAttemptsOfStoppedWorks(sql, tenant, run);
    for (UUID work : askedToStop(sql, tenant, run)) {
      Channel.STOP.notify(sql, work.toString());
    }
  }

  private static void endAttemptsOfStoppedWorks(Sql sql, UUID tenant, UUID run)
      throws SQLException {
    sql.update(
        """
        UPDATE attempt a SET outcome = 'stopped', ended_at = now()
        FROM work w WHERE a.tenant_id = w.tenant_id AND a.work_id = w.id AND a.outcome IS NULL
          AND w.tenant_id = ? AND w.state = 'stopped' AND w.id IN (
            SELECT work_id FROM node_run WHERE tenant_id = ? AND run_id = ?)
        """,
        tenant,
        tenant,
        run);
  }

  private static List<UUID> askedToStop(Sql sql, UUID tenant, UUID run) throws SQLException {
    return sql.rows(
        """
        UPDATE work w SET stop_requested = true
        WHERE w.tenant_id = ? AND w.state IN ('leased', 'stopped') AND w.id IN (
            SELECT work_id FROM node_run WHERE tenant_id = ? AND run_id = ?)
          AND NOT EXISTS (
            SELECT 1 FROM node_run o WHERE o.tenant_id = w.tenant_id AND o.work_id = w.id
              AND o.state = 'waiting' AND o.run_id <> ?)
        RETURNING w.id
        """,
        row -> row.id("id"),
        tenant,
        tenant,
        run,
        run);
  }

  /// A run without a plan has no node that could end it.
  private static void endIfUnplanned(Sql sql, UUID tenant, UUID run) throws SQLException {
    RunRow row = Runs.find(sql, tenant, run).orElseThrow();
    if (row.plan().isEmpty()) {
      EndRun.write(
          sql,
          new RunId(tenant, run),
          row.failure().isPresent() ? RunState.FAILED : RunState.STOPPED,
          Optional.empty(),
          row.failure());
    }
  }

  private static void audit(
      Sql sql, UUID tenant, UUID run, boolean kill, String principal, String why)
      throws SQLException {
    sql.update(
        """
        INSERT INTO audit (tenant_id, principal, verb, subject, why, changed)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        tenant,
        principal,
        kill ? "kill" : "stop",
        "run " + run,
        why,
        List.of("Run %s is stopping".formatted(run)));
  }
}
