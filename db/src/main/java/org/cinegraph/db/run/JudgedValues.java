package org.cinegraph.db.run;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.cinegraph.db.Database;
import org.cinegraph.db.Sql;
import org.cinegraph.db.run.RunTally.RunId;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.plan.PlannedNode;
import org.cinegraph.graph.plan.ProducerEnd;
import org.cinegraph.graph.plan.ResolveBinding;
import org.cinegraph.graph.plan.SettleNode;
import org.cinegraph.graph.value.PortValue;

/// What an approval shows, by the names under which it goes on.
///
/// @param equivalent whether something of it is equal numerically only
public record JudgedValues(SequencedMap<String, PortValue> values, boolean equivalent) {

  /// @return what is there of it: of a node that waits all, of one of a run that is driven again
  ///   perhaps less
  public static JudgedValues of(Sql sql, UUID tenant, UUID run, PlannedNode node)
      throws SQLException {
    Map<Integer, ProducerEnds.Ended> ended =
        ProducerEnds.read(sql, new RunId(tenant, run), node.predecessors());
    Map<Integer, ProducerEnd> ends = new TreeMap<>();
    ended.forEach((producer, end) -> ends.put(producer, end.end()));
    SettleNode settle = new SettleNode(node, ends);
    SequencedMap<String, PortValue> values = new LinkedHashMap<>();
    for (var input : node.inputs().entrySet()) {
      Optional<PortValue> value = ResolveBinding.resolve(input.getValue(), settle::made);
      value.ifPresent(found -> values.put(input.getKey(), found));
    }
    return new JudgedValues(
        values, ended.values().stream().anyMatch(ProducerEnds.Ended::equivalent));
  }

  /// Of the values: the same digest is the same question.
  Digest digest() {
    return Digest.of(OutputsJson.write(values));
  }

  public static JudgedValues of(Database database, UUID tenant, UUID run, PlannedNode node) {
    return database.transaction(sql -> of(sql, tenant, run, node));
  }
}
