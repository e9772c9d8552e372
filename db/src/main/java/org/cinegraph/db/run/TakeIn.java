package org.cinegraph.db.run;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;
import org.cinegraph.db.Database;
import org.cinegraph.db.Sql;

/// Takes nodes in when their workflow reaches them: from here on the queue is Postgres's. Those
/// that arrive together are taken in together, in one transaction of a few statements.
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

  /// A node that its workflow has reached.
  ///
  /// @param epoch of the asking workflow; one of an older epoch is sent home
  /// @param address where the end of the node is to be told
  public record Intake(UUID tenant, UUID run, int epoch, int node, Address address) {
    NodeId id() {
      return new NodeId(tenant, run, node);
    }
  }

  record NodeId(UUID tenant, UUID run, int node) {}

  /// @return for each in its order how the node ended, if it has; else the address will be told
  public List<Optional<NodeState>> take(List<Intake> intakes) {
    return database.transaction(sql -> new Batch(sql, plans).take(intakes));
  }

  /// One node alone.
  public Optional<NodeState> take(UUID tenant, UUID run, int epoch, int node, Address address) {
    return take(List.of(new Intake(tenant, run, epoch, node, address))).getFirst();
  }

  /// One transaction.
  private static final class Batch {
    private final Sql sql;
    private final AdvanceRuns advance;
    private final QueueNodes queue;
    private final SequencedMap<NodeId, NodeState> ended = new LinkedHashMap<>();
    private final List<Intake> waiting = new ArrayList<>();

    Batch(Sql sql, Plans plans) {
      this.sql = sql;
      this.advance = new AdvanceRuns(sql, plans);
      this.queue = new QueueNodes(sql, plans, advance);
    }

    List<Optional<NodeState>> take(List<Intake> intakes) throws SQLException {
      SequencedMap<NodeId, Intake> newest = new LinkedHashMap<>();
      intakes.forEach(
          intake -> newest.merge(intake.id(), intake, (a, b) -> b.epoch() < a.epoch() ? a : b));
      List<TakenNode> ready = new ArrayList<>();
      for (TakenNode taken : queue.lock(List.copyOf(newest.values()))) {
        sort(taken, ready);
      }
      for (TakenNode left : queue.queue(ready)) {
        attach(left.intake());
      }
      storeAddresses();
      if (advance.endsSomething()) {
        sql.commitSynchronously();
      }
      advance.finish();
      return intakes.stream().map(intake -> answer(intake, newest)).toList();
    }

    /// What comes together with a newer epoch of the same node is sent home.
    private Optional<NodeState> answer(Intake intake, SequencedMap<NodeId, Intake> newest) {
      return newest.getOrDefault(intake.id(), intake).epoch() > intake.epoch()
          ? Optional.of(NodeState.STOPPED)
          : Optional.ofNullable(ended.get(intake.id()));
    }

    private void sort(TakenNode taken, List<TakenNode> ready) {
      Intake intake = taken.intake();
      if (taken.runEpoch() > intake.epoch()) {
        ended.put(intake.id(), NodeState.STOPPED);
      } else if (taken.state().ended()) {
        ended.put(intake.id(), taken.state());
      } else if (taken.state() == NodeState.PLANNED && taken.openInputs() == 0) {
        ready.add(taken);
      } else {
        waiting.add(intake);
      }
    }

    /// What is not the usual case: a key that the memo knows or that another work is open for, or
    /// values for parameters.
    private void attach(Intake intake) throws SQLException {
      Optional<NodeState> end = advance.attach(intake.tenant(), intake.run(), intake.node());
      if (end.isPresent()) {
        ended.put(intake.id(), end.get());
      } else {
        waiting.add(intake);
      }
    }

    private void storeAddresses() throws SQLException {
      if (waiting.isEmpty()) {
        return;
      }
      sql.update(
          """
          UPDATE node_run n SET address_workflow = q.workflow,
            address_workflow_run = q.workflow_run, address_activity = q.activity,
            state = CASE WHEN n.state = 'planned' THEN 'blocked' ELSE n.state END
          FROM unnest(?::uuid[], ?::uuid[], ?::integer[], ?::text[], ?::text[], ?::text[])
            AS q (tenant_id, run_id, node, workflow, workflow_run, activity)
          WHERE n.tenant_id = q.tenant_id AND n.run_id = q.run_id AND n.node = q.node
          """,
          waiting.stream().map(Intake::tenant).toList(),
          waiting.stream().map(Intake::run).toList(),
          waiting.stream().map(Intake::node).toList(),
          waiting.stream().map(intake -> intake.address().workflow()).toList(),
          waiting.stream().map(intake -> intake.address().workflowRun()).toList(),
          waiting.stream().map(intake -> intake.address().activity()).toList());
    }
  }
}
