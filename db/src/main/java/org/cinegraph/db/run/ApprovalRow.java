package org.cinegraph.db.run;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;
import org.cinegraph.db.Row;
import org.cinegraph.graph.value.PortValue;

/// A question to a person, as it stands.
///
/// @param number the order of asking
/// @param waits whether the node waits for the answer now
/// @param deadline when it is answered as the graph says
public record ApprovalRow(
    long number,
    UUID tenant,
    UUID run,
    String graph,
    int node,
    String name,
    boolean waits,
    Instant askedAt,
    Optional<Instant> deadline,
    Optional<Answer> answer) {

  /// @param by who answered; [#TIMEOUT] where nobody did
  /// @param edits what they put in the place of what was shown
  public record Answer(
      boolean accepted, String by, String why, SequencedMap<String, PortValue> edits, Instant at) {
    /// Who answers when the deadline has passed.
    public static final String TIMEOUT = "timeout";

    /// Goes on after a name.
    public String words() {
      return "%s by %s%s"
          .formatted(accepted ? "accepted" : "rejected", by, why.isEmpty() ? "" : ": " + why);
    }
  }

  static ApprovalRow read(Row row) throws SQLException {
    Optional<String> answer = row.optionalText("answer");
    return new ApprovalRow(
        row.number("number"),
        row.id("tenant_id"),
        row.id("run_id"),
        row.text("graph"),
        row.integer("node"),
        row.text("name"),
        answer.isEmpty() && row.text("state").equals(NodeState.WAITING.written()),
        row.time("asked_at"),
        row.optionalTime("deadline"),
        answer.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Answer(
                    answer.get().equals("accepted"),
                    row.text("answered_by"),
                    row.text("why"),
                    OutputsJson.read(row.text("edits")),
                    row.time("answered_at"))));
  }
}
