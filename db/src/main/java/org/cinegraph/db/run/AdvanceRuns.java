package org.cinegraph.db.run;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntPredicate;
import org.cinegraph.db.Channel;
import org.cinegraph.db.Sql;
import org.cinegraph.db.artifact.Artifacts;
import org.cinegraph.db.run.RunTally.RunId;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.failure.FailureJson;
import org.cinegraph.graph.plan.NodeKind;
import org.cinegraph.graph.plan.PlannedNode;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.graph.value.FieldWriter;

/// What follows in the graphs when nodes end, within one transaction: consumers in other segments
/// are freed or skipped, Temporal is to be told, events are written, a run ends with its last node.
///
/// A node ends once: what ends it a second time changes nothing. One use per transaction.
public final class AdvanceRuns {
  private final Sql sql;
  private final Plans plans;
  private final RunTally tally = new RunTally();
  private final Deque<NodeEnd> ends = new ArrayDeque<>();
  private final FreeConsumers consumers;
  private boolean workChanged;
  private boolean outboxGrew;

  public AdvanceRuns(Sql sql, Plans plans) {
    this.sql = sql;
    this.plans = plans;
    this.consumers = new FreeConsumers(sql, plans, this);
  }

  public RunTally tally() {
    return tally;
  }

  /// A node has ended.
  public void end(NodeEnd end) {
    ends.add(end);
  }

  /// All inputs of a node are there: it takes its result from the memo or is attached to a work.
  ///
  /// @return how the node ends by that; empty: it waits for a work
  Optional<NodeState> attach(UUID tenant, UUID run, int node) throws SQLException {
    PlannedNode planned = plans.of(sql, tenant, run).nodes().get(node);
    Optional<NodeEnd> end = new AttachNode(sql).attach(tenant, run, planned);
    if (end.isEmpty() && planned.kind() == NodeKind.APPROVAL) {
      end = StandingAnswer.find(sql, tally, new RunId(tenant, run), planned);
    }
    end.ifPresent(this::end);
    if (end.isEmpty() && planned.kind() == NodeKind.APPROVAL) {
      Approvals.ask(sql, tally, new RunId(tenant, run), planned);
    } else {
      workChanged |= end.isEmpty();
    }
    return end.map(NodeEnd::state);
  }

  /// Works were queued in this transaction.
  void worksQueued() {
    workChanged = true;
  }

  boolean endsSomething() {
    return !ends.isEmpty();
  }

  /// Writes all that follows. The run rows come last, so that they are locked briefly.
  public void finish() throws SQLException {
    consumers.free();
    while (!ends.isEmpty()) {
      List<NodeEnd> batch = List.copyOf(ends);
      ends.clear();
      for (EndedNode ended : write(batch)) {
        follow(ended);
      }
      consumers.free();
    }
    if (workChanged) {
      Channel.WORK.notify(sql, "");
    }
    if (outboxGrew) {
      Channel.OUTBOX.notify(sql, "");
    }
    for (RunId complete : tally.write(sql)) {
      EndRun.end(sql, plans, complete);
    }
  }

  private List<EndedNode> write(List<NodeEnd> batch) throws SQLException {
    List<EndedNode> ended =
        sql.rows(
            """
            WITH ended AS (
              UPDATE node_run n SET state = e.state, outputs = e.outputs, failure = e.failure,
                equivalent = e.equivalent, ended_at = now()
              FROM unnest(?::uuid[], ?::uuid[], ?::integer[], ?::text[], ?::text[], ?::text[],
                  ?::boolean[])
                AS e (tenant_id, run_id, node, state, outputs, failure, equivalent)
              WHERE n.tenant_id = e.tenant_id AND n.run_id = e.run_id AND n.node = e.node
                AND n.state IN ('planned', 'blocked', 'waiting')
              RETURNING n.tenant_id, n.run_id, n.node, n.name, n.state, n.outputs, n.failure,
                n.address_workflow, n.address_workflow_run, n.address_activity, n.memo_key,
                n.reopened, n.equivalent
            ), told AS (
              INSERT INTO outbox (tenant_id, run_id, node, address_workflow, address_workflow_run,
                address_activity, ended)
              SELECT tenant_id, run_id, node, address_workflow, address_workflow_run,
                address_activity, CASE state WHEN 'hit' THEN 'succeeded' ELSE state END
              FROM ended WHERE address_workflow IS NOT NULL
            )
            SELECT * FROM ended
            """,
            EndedNode::read,
            batch.stream().map(NodeEnd::tenant).toList(),
            batch.stream().map(NodeEnd::run).toList(),
            batch.stream().map(NodeEnd::node).toList(),
            batch.stream().map(end -> end.state().written()).toList(),
            batch.stream().map(end -> end.outputs().map(OutputsJson::write)).toList(),
            batch.stream()
                .map(end -> end.failure().map(f -> CanonicalJson.write(FailureJson.write(f))))
                .toList(),
            batch.stream().map(NodeEnd::equivalent).toList());
    outboxGrew |= ended.stream().anyMatch(node -> node.address().isPresent());
    return ended;
  }

  private void follow(EndedNode ended) throws SQLException {
    tally.nodeEnded(ended.tenant(), ended.run(), ended.state() == NodeState.HIT);
    tally.event(
        ended.tenant(),
        ended.run(),
        "node-" + ended.state().written(),
        ended.name(),
        ended.eventBody());
    if (ended.state().hasOutputs()) {
      hold(ended);
    }
    consumers.follow(ended);
  }

  /// New consumers of a node that ended before they were there.
  void catchUp(RunId run, int producer, ProducerEnds.Ended end, IntPredicate isNew)
      throws SQLException {
    consumers.catchUp(run, producer, end, isNew);
  }

  /// Nodes of a new plan that nobody computes and that wait for nothing that is open.
  void settle(RunId run, List<PlannedNode> nodes) throws SQLException {
    consumers.settle(run, nodes);
  }

  private void hold(EndedNode ended) throws SQLException {
    List<Digest> artifacts =
        OutputsJson.artifacts(ended.outputs().orElseThrow()).stream()
            .map(ArtifactReference::digest)
            .toList();
    Artifacts.refer(sql, ended.tenant(), artifacts, "run", ended.run().toString());
  }

  /// The body of an event about an ended node: never a value, which may hold a prompt.
  static FieldWriter body(Optional<Failure> failure, Optional<Digest> memoKey) {
    FieldWriter body = new FieldWriter();
    failure.ifPresent(found -> body.put("failure", FailureJson.write(found)));
    memoKey.ifPresent(key -> body.text("memo_key", key.hex()));
    return body;
  }
}
