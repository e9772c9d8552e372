package org.cinegraph.db.run;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.cinegraph.db.Row;
import org.cinegraph.db.Sql;
import org.cinegraph.db.run.RunTally.RunId;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.plan.PlannedNode;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;

/// An answer that a node got before it was opened again, because what it handed on was lost or its
/// run was recovered. What was accepted stays accepted while what is shown is the same, by its
/// digest; of anything else, and after a rejection, a person is asked again.
final class StandingAnswer {
  private StandingAnswer() {}

  /// @param tally is told that the answer stands
  /// @return the end of the node by it
  static Optional<NodeEnd> find(Sql sql, RunTally tally, RunId id, PlannedNode node)
      throws SQLException {
    Optional<Accepted> accepted =
        sql.row(
                """
                SELECT answer, answered_by, why, edits, shown FROM approval
                WHERE tenant_id = ? AND run_id = ? AND node = ? AND answer IS NOT NULL
                ORDER BY number DESC LIMIT 1
                """,
                StandingAnswer::read,
                id.tenant(),
                id.run(),
                node.id())
            .flatMap(found -> found);
    if (accepted.isEmpty()) {
      return Optional.empty();
    }
    JudgedValues shown = JudgedValues.of(sql, id.tenant(), id.run(), node);
    if (!shown.digest().equals(accepted.get().shown())) {
      return Optional.empty();
    }
    tally.event(
        id.tenant(), id.run(), "node-answered", node.name(), accepted.get().event().fields());
    // An event is never lost, unlike the rest of what taking in writes.
    sql.commitSynchronously();
    SequencedMap<String, PortValue> outputs = new LinkedHashMap<>(shown.values());
    outputs.putAll(accepted.get().edits());
    return Optional.of(
        NodeEnd.succeeded(id.tenant(), id.run(), node.id(), outputs, shown.equivalent()));
  }

  private static Optional<Accepted> read(Row row) throws SQLException {
    boolean accepted = row.text("answer").equals("accepted");
    Optional<Digest> shown = row.optionalDigest("shown");
    return accepted && shown.isPresent()
        ? Optional.of(
            new Accepted(
                row.text("answered_by"),
                row.text("why"),
                OutputsJson.read(row.text("edits")),
                shown.get()))
        : Optional.empty();
  }

  private record Accepted(
      String by, String why, SequencedMap<String, PortValue> edits, Digest shown) {
    FieldWriter event() {
      return new FieldWriter()
          .text("by", by)
          .text("why", why)
          .text("answer", "accepted")
          .list("edited", List.copyOf(edits.sequencedKeySet()), Value.Text::new)
          .flag("stands", true);
    }
  }
}
