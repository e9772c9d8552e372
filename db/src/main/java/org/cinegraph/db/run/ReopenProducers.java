package org.cinegraph.db.run;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.cinegraph.db.Sql;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.plan.NodeKind;
import org.cinegraph.graph.plan.Plan;
import org.cinegraph.graph.plan.PlannedNode;
import org.cinegraph.graph.value.ArtifactReference;

/// Sends a waiting node back to wait for its inputs, after bytes of one were found missing or
/// altered in the store, and opens the nodes that made them again.
///
/// Temporal hears nothing of it: a reopened node has no address, and its end frees the consumers
/// that the database holds back.
public final class ReopenProducers {
  private final Sql sql;
  private final Plans plans;
  private final AdvanceRuns advance;

  public ReopenProducers(Sql sql, Plans plans, AdvanceRuns advance) {
    this.sql = sql;
    this.plans = plans;
    this.advance = advance;
  }

  /// @param lost what is gone, or the whole whose part is gone
  /// @return false: no node made it, so nobody can make it again
  public boolean reopen(UUID tenant, UUID run, int consumer, List<Digest> lost)
      throws SQLException {
    Plan plan = plans.of(sql, tenant, run);
    List<Integer> producers = plan.nodes().get(consumer).predecessors();
    SortedSet<Integer> reopened = new TreeSet<>();
    collect(plan, tenant, run, producers, lost, reopened);
    for (int producer : reopened) {
      open(tenant, run, producer);
    }
    for (int producer : reopened) {
      holdBack(tenant, run, plan.nodes().get(producer).successors());
    }
    boolean isMade =
        sql
            .rows(
                """
                UPDATE node_run SET state = 'blocked', work_id = NULL, open_inputs = (
                  SELECT count(*) FROM node_run p WHERE p.tenant_id = node_run.tenant_id
                    AND p.run_id = node_run.run_id AND p.node = ANY(?)
                    AND p.state IN ('planned', 'blocked', 'waiting'))
                WHERE tenant_id = ? AND run_id = ? AND node = ? AND state = 'waiting'
                RETURNING open_inputs
                """,
                row -> row.integer("open_inputs") > 0,
                producers,
                tenant,
                run,
                consumer)
            .stream()
            .allMatch(made -> made);
    for (int producer : reopened) {
      if (plan.nodes().get(producer).kind() == NodeKind.COMPUTE) {
        advance.attach(tenant, run, producer);
      }
    }
    return isMade;
  }

  /// Finds the nodes that a worker made it with, and those on the way that only handed it on: lists
  /// of loops, merges, approvals.
  ///
  /// @return whether one of the producers is among them
  private boolean collect(
      Plan plan,
      UUID tenant,
      UUID run,
      List<Integer> producers,
      List<Digest> lost,
      SortedSet<Integer> found)
      throws SQLException {
    boolean any = false;
    for (int producer : producers) {
      PlannedNode node = plan.nodes().get(producer);
      boolean isMaker =
          made(tenant, run, producer, lost)
              && (node.kind() == NodeKind.COMPUTE
                  || collect(plan, tenant, run, node.predecessors(), lost, found));
      if (isMaker) {
        found.add(producer);
        any = true;
      }
    }
    return any;
  }

  private boolean made(UUID tenant, UUID run, int producer, List<Digest> lost) throws SQLException {
    Optional<String> outputs =
        sql.row(
                """
                SELECT outputs FROM node_run
                WHERE tenant_id = ? AND run_id = ? AND node = ? AND state IN ('succeeded', 'hit')
                """,
                row -> row.optionalText("outputs"),
                tenant,
                run,
                producer)
            .flatMap(found -> found);
    return outputs.isPresent()
        && OutputsJson.artifacts(OutputsJson.read(outputs.get())).stream()
            .map(ArtifactReference::digest)
            .anyMatch(lost::contains);
  }

  private void open(UUID tenant, UUID run, int producer) throws SQLException {
    sql.update(
        """
        UPDATE node_run SET state = 'blocked', open_inputs = 0, reopened = true, outputs = NULL,
          ended_at = NULL,
          work_id = NULL, address_workflow = NULL, address_workflow_run = NULL,
          address_activity = NULL
        WHERE tenant_id = ? AND run_id = ? AND node = ?
        """,
        tenant,
        run,
        producer);
    advance.tally().nodeReopened(tenant, run);
  }

  /// Consumers that have not reached a work yet wait for the node once more.
  private void holdBack(UUID tenant, UUID run, List<Integer> consumers) throws SQLException {
    sql.update(
        """
        UPDATE node_run SET open_inputs = open_inputs + 1
        WHERE tenant_id = ? AND run_id = ? AND node = ANY(?) AND state IN ('planned', 'blocked')
        """,
        tenant,
        run,
        consumers);
  }
}
