package org.cinegraph.db.run;

import java.sql.SQLException;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.cinegraph.db.Row;
import org.cinegraph.db.run.TakeIn.Intake;
import org.cinegraph.graph.plan.PlannedNode;
import org.cinegraph.graph.value.PortValue;

/// A node as it was found when it was taken in, its row locked.
///
/// @param runEpoch the newest of its run
/// @param producers what the nodes made that it takes something from, as far as they have ended
/// @param equivalent whether some of that is equal numerically only
record TakenNode(
    Intake intake,
    PlannedNode planned,
    int runEpoch,
    NodeState state,
    int openInputs,
    SequencedMap<Integer, SequencedMap<String, PortValue>> producers,
    boolean equivalent) {

  static TakenNode read(Row row, Intake intake, PlannedNode planned) throws SQLException {
    SequencedMap<Integer, SequencedMap<String, PortValue>> producers = new TreeMap<>();
    List<Integer> nodes = row.integers("producers");
    List<String> outputs = row.texts("outputs");
    for (int i = 0; i < nodes.size(); i++) {
      producers.put(nodes.get(i), OutputsJson.read(outputs.get(i)));
    }
    return new TakenNode(
        intake,
        planned,
        row.integer("epoch"),
        NodeState.read(row.text("state")),
        row.integer("open_inputs"),
        producers,
        row.flag("equivalent"));
  }

  SequencedMap<String, PortValue> values() {
    return AttachNode.values(planned, producers);
  }
}
