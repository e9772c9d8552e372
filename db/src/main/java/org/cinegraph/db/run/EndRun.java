package org.cinegraph.db.run;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import org.cinegraph.db.Sql;
import org.cinegraph.db.run.RunTally.RunId;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.failure.FailureJson;
import org.cinegraph.graph.plan.Binding;
import org.cinegraph.graph.plan.Plan;
import org.cinegraph.graph.plan.ResolveBinding;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.PortValue;

/// Ends a run whose last node has ended: failed if the run itself was failed, else stopped if a
/// node was stopped, else failed if what it was to deliver failed, else succeeded with its outputs.
/// A node that fails inside of a loop that goes on without it fails no run.
final class EndRun {
  private EndRun() {}

  static void end(Sql sql, Plans plans, RunId id) throws SQLException {
    Optional<Failure> failure = FailureOfRun.find(sql, plans, id);
    Optional<Failure> ofRun = Runs.find(sql, id.tenant(), id.run()).orElseThrow().failure();
    if (ofRun.isPresent()) {
      write(sql, id, RunState.FAILED, Optional.empty(), ofRun);
    } else if (anyStopped(sql, id)) {
      write(sql, id, RunState.STOPPED, Optional.empty(), Optional.empty());
    } else if (failure.isPresent()) {
      write(sql, id, RunState.FAILED, Optional.empty(), failure);
    } else {
      write(sql, id, RunState.SUCCEEDED, Optional.of(outputs(sql, plans, id)), Optional.empty());
    }
  }

  /// Also for a run that has no node runs yet.
  static void write(
      Sql sql,
      RunId id,
      RunState state,
      Optional<SequencedMap<String, PortValue>> outputs,
      Optional<Failure> failure)
      throws SQLException {
    int ended =
        sql.update(
            """
            UPDATE run SET state = ?, outputs = ?, failure = ?, ended_at = now()
            WHERE tenant_id = ? AND id = ? AND state IN ('submitted', 'running', 'stopping')
            """,
            state.written(),
            outputs.map(OutputsJson::write),
            failure.map(found -> CanonicalJson.write(FailureJson.write(found))),
            id.tenant(),
            id.run());
    if (ended == 1) {
      RunTally tally = new RunTally();
      FieldWriter body = new FieldWriter();
      failure.ifPresent(found -> body.put("failure", FailureJson.write(found)));
      tally.event(id.tenant(), id.run(), "run-" + state.written(), body.fields());
      tally.write(sql);
    }
  }

  private static boolean anyStopped(Sql sql, RunId id) throws SQLException {
    return !sql.rows(
            """
            SELECT node FROM node_run
            WHERE tenant_id = ? AND run_id = ? AND state = 'stopped' LIMIT 1
            """,
            row -> row.integer("node"),
            id.tenant(),
            id.run())
        .isEmpty();
  }

  private static SequencedMap<String, PortValue> outputs(Sql sql, Plans plans, RunId id)
      throws SQLException {
    Plan plan = plans.of(sql, id.tenant(), id.run());
    SequencedMap<Integer, SequencedMap<String, PortValue>> ofNodes =
        NodeOutputs.of(
            sql,
            id,
            plan.outputs().values().stream()
                .flatMap(Binding::fromNodes)
                .map(Binding.FromNode::node)
                .distinct()
                .toList());
    SequencedMap<String, PortValue> outputs = new LinkedHashMap<>();
    plan.outputs()
        .forEach((name, binding) ->
            ResolveBinding.resolve(binding, from -> made(ofNodes, from))
                .ifPresent(value -> outputs.put(name, value)));
    return outputs;
  }

  /// What a branch left out is not delivered.
  private static Optional<PortValue> made(
      SequencedMap<Integer, SequencedMap<String, PortValue>> outputs, Binding.FromNode from) {
    return Optional.ofNullable(outputs.get(from.node()))
        .map(ofNode -> NodeOutputs.port(outputs, from.node(), from.port()));
  }
}
