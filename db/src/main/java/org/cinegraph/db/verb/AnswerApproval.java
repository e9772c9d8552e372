package org.cinegraph.db.verb;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;
import org.cinegraph.db.Database;
import org.cinegraph.db.run.ApprovalRow;
import org.cinegraph.db.run.Approvals;
import org.cinegraph.db.run.Plans;
import org.cinegraph.db.run.Runs;
import org.cinegraph.graph.plan.ApprovalRequest;

/// A person judges what a node of a run shows. Accepted, the node hands on what it showed, with
/// what the person changed; rejected, it fails with the person's words. The answer, the end of the
/// node, all that follows and the audit are one transaction.
public final class AnswerApproval {
  private final Database database;
  private final Plans plans;

  public AnswerApproval(Database database, Plans plans) {
    this.database = database;
    this.plans = plans;
  }

  /// @param node name of a node that the run has
  /// @param edits texts in the place of what is shown, by name
  /// @return nothing changed: it was answered so before
  /// @throws VerbRefused it does not wait for an answer, or an edit cannot be
  public Changed accept(Asking asking, UUID run, String node, SequencedMap<String, String> edits) {
    return database.transaction(
        sql -> new JudgeNode(sql, plans, asking, run, node).answer(Verb.APPROVE, edits));
  }

  /// As [#accept]; the words of who asks say why.
  public Changed reject(Asking asking, UUID run, String node) {
    return database.transaction(sql ->
        new JudgeNode(sql, plans, asking, run, node).answer(Verb.REJECT, new LinkedHashMap<>()));
  }

  /// Answers as the graph says, if nobody did before the deadline; else changes nothing.
  public void timeOut(ApprovalRow due, Instant now) {
    database.run(sql -> {
      Runs.lockWithWorks(sql, due.tenant(), due.run());
      Optional<ApprovalRow> stillDue =
          Approvals.newest(sql, due.tenant(), due.run(), due.node())
              .filter(ApprovalRow::waits)
              .filter(row -> row.deadline().filter(at -> !at.isAfter(now)).isPresent());
      if (stillDue.isPresent()) {
        ApprovalRequest request =
            ApprovalRequest.of(plans.of(sql, due.tenant(), due.run()).nodes().get(due.node()));
        String why = "nobody answered within " + Approvals.written(request.timeout().orElseThrow());
        Asking asking = new Asking(due.tenant(), ApprovalRow.Answer.TIMEOUT, why);
        var _ =
            new JudgeNode(sql, plans, asking, due.run(), due.name())
                .answer(
                    request.acceptedAtTimeout() ? Verb.APPROVE : Verb.REJECT,
                    new LinkedHashMap<>());
      }
    });
  }
}
