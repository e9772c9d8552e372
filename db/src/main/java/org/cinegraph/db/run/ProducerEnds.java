package org.cinegraph.db.run;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.cinegraph.db.Sql;
import org.cinegraph.db.run.RunTally.RunId;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.failure.FailureJson;
import org.cinegraph.graph.plan.ProducerEnd;
import org.cinegraph.graph.value.PortValue;

/// How nodes of a run have ended.
final class ProducerEnds {
  private ProducerEnds() {}

  /// @param equivalent whether what it made is equal numerically only
  record Ended(ProducerEnd end, boolean equivalent) {}

  /// Of a node whose end was just written.
  static Ended of(EndedNode node) {
    return of(node.state(), node.name(), node.outputs(), node.failure(), node.equivalent());
  }

  /// Of a node whose end is about to be written.
  static Ended of(String name, NodeEnd end) {
    return of(end.state(), name, end.outputs(), end.failure(), end.equivalent());
  }

  /// @return those of the nodes that have ended, by id
  static Map<Integer, ProducerEnd> of(Sql sql, RunId id, List<Integer> nodes) throws SQLException {
    Map<Integer, ProducerEnd> ends = new TreeMap<>();
    read(sql, id, nodes).forEach((node, ended) -> ends.put(node, ended.end()));
    return ends;
  }

  /// As [#of], with whether it is equal numerically only.
  static Map<Integer, Ended> read(Sql sql, RunId id, List<Integer> nodes) throws SQLException {
    Map<Integer, Ended> ends = new TreeMap<>();
    if (nodes.isEmpty()) {
      return ends;
    }
    sql.rows(
        """
        SELECT node, name, state, outputs, failure, equivalent FROM node_run
        WHERE tenant_id = ? AND run_id = ? AND node = ANY(?)
          AND state NOT IN ('planned', 'blocked', 'waiting')
        """,
        row -> {
          ends.put(
              row.integer("node"),
              of(
                  NodeState.read(row.text("state")),
                  row.text("name"),
                  row.optionalText("outputs").map(OutputsJson::read),
                  row.optionalText("failure").map(CanonicalJson::parse).map(FailureJson::read),
                  row.flag("equivalent")));
          return true;
        },
        id.tenant(),
        id.run(),
        nodes);
    return ends;
  }

  private static Ended of(
      NodeState state,
      String name,
      Optional<SequencedMap<String, PortValue>> outputs,
      Optional<Failure> failure,
      boolean equivalent) {
    ProducerEnd end =
        switch (state) {
          case SUCCEEDED, HIT -> new ProducerEnd.Made(outputs.orElseThrow());
          case LEFT_OUT -> new ProducerEnd.LeftOut();
          case FAILED ->
              new ProducerEnd.Failed(
                  "Node " + name + " failed before it: " + reason(failure, "no reason is known"));
          case SKIPPED -> new ProducerEnd.Failed(reason(failure, "a node before it failed"));
          case STOPPED -> new ProducerEnd.Failed("Node " + name + " was stopped");
          case PLANNED, BLOCKED, WAITING ->
              throw new IllegalArgumentException("Node " + name + " has not ended");
        };
    return new Ended(end, equivalent);
  }

  private static String reason(Optional<Failure> failure, String otherwise) {
    return failure.map(Failure::message).orElse(otherwise);
  }
}
