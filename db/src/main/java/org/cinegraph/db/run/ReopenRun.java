package org.cinegraph.db.run;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.cinegraph.db.Sql;
import org.cinegraph.db.run.RunTally.RunId;
import org.cinegraph.graph.plan.Plan;
import org.cinegraph.graph.plan.PlannedNode;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.Value;

/// Lets a run that failed or was stopped go on: some of its nodes that ended without outputs are
/// planned once more, the others keep their ends, and the next epoch begins. Whoever calls this
/// starts its workflow; the reconciler starts what is not.
///
/// A node may be opened only together with all nodes before it that have no outputs: nothing else
/// would ever free it.
public final class ReopenRun {
  private static final int NAMES_PER_EVENT = 500;

  private final Sql sql;
  private final Plans plans;
  private final RunRow run;

  /// @param run has ended, its row locked
  public ReopenRun(Sql sql, Plans plans, RunRow run) {
    this.sql = sql;
    this.plans = plans;
    this.run = run;
  }

  /// Every node without outputs; none of a run that was not planned.
  public SortedSet<Integer> allNodes() throws SQLException {
    SortedSet<Integer> nodes = new TreeSet<>();
    if (run.plan().isPresent()) {
      BitSet made = NodeRuns.withOutputs(sql, run.tenant(), run.id());
      for (int node = made.nextClearBit(0);
          node < run.nodes();
          node = made.nextClearBit(node + 1)) {
        nodes.add(node);
      }
    }
    return nodes;
  }

  /// A failed node, what was skipped because of it alone, and what was stopped before its turn.
  public SortedSet<Integer> nodesBehind(int failed) throws SQLException {
    BitSet made = NodeRuns.withOutputs(sql, run.tenant(), run.id());
    BitSet stillFailed = NodeRuns.failed(sql, run.tenant(), run.id());
    stillFailed.clear(failed);
    BitSet leftOut = NodeRuns.leftOut(sql, run.tenant(), run.id());
    SortedSet<Integer> open = new TreeSet<>();
    for (PlannedNode node : plans.of(sql, run.tenant(), run.id()).nodes()) {
      boolean possible =
          node.predecessors().stream()
              .allMatch(from -> made.get(from) || leftOut.get(from) || open.contains(from));
      if (possible
          && !made.get(node.id())
          && !leftOut.get(node.id())
          && !stillFailed.get(node.id())) {
        open.add(node.id());
      }
    }
    return open;
  }

  /// @param body of the event `run-recovered`; epoch and number of nodes are added
  /// @param advance is to be finished by the caller
  public void reopen(SortedSet<Integer> nodes, AdvanceRuns advance, FieldWriter body)
      throws SQLException {
    RunTally tally = advance.tally();
    int epoch =
        sql.row(
                """
                UPDATE run SET state = CASE WHEN plan_digest IS NULL THEN 'submitted' ELSE 'running' END,
                  paused = false, outputs = NULL, failure = NULL, ended_at = NULL,
                  retries = 0, epoch = epoch + 1, epoch_at = now()
                WHERE tenant_id = ? AND id = ? AND state IN ('failed', 'stopped')
                RETURNING epoch
                """,
                row -> row.integer("epoch"),
                run.tenant(),
                run.id())
            .orElseThrow(() -> new IllegalStateException("Run " + run.id() + " has not ended"));
    tally.event(
        run.tenant(),
        run.id(),
        "run-recovered",
        body.integer("epoch", epoch).integer("nodes", nodes.size()).fields());
    if (run.plan().isPresent()) {
      open(nodes, advance);
      if (nodes.isEmpty()) {
        EndRun.end(sql, plans, new RunId(run.tenant(), run.id()));
      }
    }
  }

  private void open(SortedSet<Integer> nodes, AdvanceRuns advance) throws SQLException {
    RunTally tally = advance.tally();
    Plan plan = plans.of(sql, run.tenant(), run.id());
    List<PlannedNode> ready = new ArrayList<>();
    List<Integer> openInputs = new ArrayList<>();
    List<Value> names = new ArrayList<>();
    for (int id : nodes) {
      PlannedNode node = plan.nodes().get(id);
      openInputs.add(
          (int)
              node.predecessors().stream()
                  .filter(from -> node.isHeldBackBy(plan.nodes().get(from)))
                  .filter(nodes::contains)
                  .count());
      if (node.kind().isImmediate() && openInputs.getLast() == 0) {
        ready.add(node);
      }
      names.add(new Value.Text(node.name()));
      tally.nodeReopened(run.tenant(), run.id());
    }
    write(nodes, openInputs);
    tell(names, tally);
    advance.settle(new RunId(run.tenant(), run.id()), ready);
  }

  private void write(SortedSet<Integer> nodes, List<Integer> openInputs) throws SQLException {
    sql.update(
        """
        UPDATE node_run n SET state = 'planned', open_inputs = q.open_inputs, reopened = false, equivalent = false,
          work_id = NULL, outputs = NULL, failure = NULL, ended_at = NULL,
          address_workflow = NULL, address_workflow_run = NULL, address_activity = NULL
        FROM unnest(?::integer[], ?::integer[]) AS q (node, open_inputs)
        WHERE n.tenant_id = ? AND n.run_id = ? AND n.node = q.node
        """,
        List.copyOf(nodes),
        openInputs,
        run.tenant(),
        run.id());
  }

  private void tell(List<Value> names, RunTally tally) {
    for (int from = 0; from < names.size(); from += NAMES_PER_EVENT) {
      List<Value> some = names.subList(from, Math.min(names.size(), from + NAMES_PER_EVENT));
      tally.event(
          run.tenant(),
          run.id(),
          "nodes-reopened",
          new FieldWriter().put("nodes", new Value.Items(some)).fields());
    }
  }
}
