package org.cinegraph.db.run;

import java.sql.SQLException;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.cinegraph.db.Sql;
import org.cinegraph.db.run.RunTally.RunId;
import org.cinegraph.graph.value.PortValue;

/// What nodes of a run made.
final class NodeOutputs {
  private NodeOutputs() {}

  static SequencedMap<Integer, SequencedMap<String, PortValue>> of(
      Sql sql, RunId id, List<Integer> nodes) throws SQLException {
    SequencedMap<Integer, SequencedMap<String, PortValue>> outputs = new TreeMap<>();
    if (nodes.isEmpty()) {
      return outputs;
    }
    sql.rows(
        """
        SELECT node, outputs FROM node_run
        WHERE tenant_id = ? AND run_id = ? AND node = ANY(?) AND outputs IS NOT NULL
        """,
        row -> {
          outputs.put(row.integer("node"), OutputsJson.read(row.text("outputs")));
          return true;
        },
        id.tenant(),
        id.run(),
        nodes);
    return outputs;
  }

  /// Whether what one of the nodes made is equal numerically only.
  static boolean anyEquivalent(Sql sql, RunId id, List<Integer> nodes) throws SQLException {
    return !nodes.isEmpty()
        && sql.row(
                """
                SELECT 1 AS found FROM node_run
                WHERE tenant_id = ? AND run_id = ? AND node = ANY(?) AND equivalent LIMIT 1
                """,
                _ -> true,
                id.tenant(),
                id.run(),
                nodes)
            .isPresent();
  }

  static PortValue port(
      SequencedMap<Integer, SequencedMap<String, PortValue>> outputs, int node, String port) {
    SequencedMap<String, PortValue> ofNode = outputs.get(node);
    PortValue value = ofNode == null ? null : ofNode.get(port);
    if (value == null) {
      throw new IllegalStateException("Node " + node + " left its port " + port + " empty");
    }
    return value;
  }
}
