package org.cinegraph.server.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;
import org.cinegraph.db.ApiKeys.Caller;
import org.cinegraph.db.Database;
import org.cinegraph.db.run.ApprovalRow;
import org.cinegraph.db.run.Approvals;
import org.cinegraph.db.run.JudgedValues;
import org.cinegraph.db.run.NodeRuns;
import org.cinegraph.db.run.Plans;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.verb.AnswerApproval;
import org.cinegraph.db.verb.Asking;
import org.cinegraph.db.verb.Changed;
import org.cinegraph.graph.plan.ApprovalRequest;
import org.cinegraph.graph.plan.PlannedNode;
import org.cinegraph.proto.v1.AnswerApprovalRequest;
import org.cinegraph.proto.v1.Approval;
import org.cinegraph.proto.v1.ApprovalAnswer;
import org.cinegraph.proto.v1.JudgedValue;
import org.cinegraph.proto.v1.ListApprovalsRequest;
import org.cinegraph.proto.v1.ListApprovalsResponse;
import org.cinegraph.proto.v1.NamedValue;
import org.cinegraph.scheduler.wire.WriteWire;

/// What nodes ask persons, and what these answer.
final class ApprovalCalls {
  private final RunCalls runs;
  private final NodeRuns nodes;
  private final Database database;
  private final Approvals approvals;
  private final AnswerApproval answers;

  ApprovalCalls(RunCalls runs, NodeRuns nodes, Database database, Plans plans) {
    this.runs = runs;
    this.nodes = nodes;
    this.database = database;
    this.approvals = new Approvals(database);
    this.answers = new AnswerApproval(database, plans);
  }

  ListApprovalsResponse list(UUID tenant, ListApprovalsRequest request) {
    int size = Pages.size(request.getPageSize());
    Optional<RunRow> run =
        request.getRunId().isEmpty()
            ? Optional.empty()
            : Optional.of(runs.find(tenant, request.getRunId()));
    if (!request.getNode().isEmpty()) {
      RunRow ofNode =
          run.orElseThrow(() ->
              RefusedCall.invalid("node-without-run", "node must come with the run_id of its run"));
      runs.requireNode(tenant, ofNode, request.getNode());
    }
    List<ApprovalRow> page =
        approvals.list(
            tenant,
            run.map(RunRow::id),
            Optional.of(request.getNode()).filter(node -> !node.isEmpty()),
            request.getAll(),
            Pages.number(request.getPageToken()).orElse(0),
            size);
    ListApprovalsResponse.Builder response = ListApprovalsResponse.newBuilder();
    page.forEach(row -> response.addApprovals(approval(row)));
    if (page.size() == size) {
      response.setNextPageToken(String.valueOf(page.getLast().number()));
    }
    return response.build();
  }

  Changed answer(Caller caller, AnswerApprovalRequest request) {
    RunRow run = runs.find(caller.tenant(), request.getRunId());
    runs.requireNode(caller.tenant(), run, request.getNode());
    Asking asking = VerbCalls.asking(caller, request.getWhy());
    if (request.getAccept()) {
      SequencedMap<String, String> edits = new LinkedHashMap<>();
      request.getEditsMap().entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(edit -> edits.put(edit.getKey(), edit.getValue()));
      return answers.accept(asking, run.id(), request.getNode(), edits);
    }
    if (request.getWhy().isBlank()) {
      throw RefusedCall.invalid("why-missing", "why must say why it is rejected, found nothing");
    }
    if (request.getEditsCount() > 0) {
      throw RefusedCall.invalid(
          "edits-of-a-rejection", "edits go with an acceptance; reject without them, or accept");
    }
    return answers.reject(asking, run.id(), request.getNode());
  }

  private Approval approval(ApprovalRow row) {
    PlannedNode planned = nodes.plan(row.tenant(), row.run()).nodes().get(row.node());
    ApprovalRequest request = ApprovalRequest.of(planned);
    Approval.Builder approval =
        Approval.newBuilder()
            .setRunId(WriteWire.id(row.run()))
            .setGraph(row.graph())
            .setNode(row.name())
            .setQuestion(request.question())
            .setAskedAt(WireTime.of(row.askedAt()))
            .setAcceptedAtDeadline(request.acceptedAtTimeout())
            .setWaits(row.waits());
    row.deadline().ifPresent(at -> approval.setDeadline(WireTime.of(at)));
    row.answer().ifPresent(answer -> approval.setAnswer(answer(answer)));
    JudgedValues shown = JudgedValues.of(database, row.tenant(), row.run(), planned);
    for (NamedValue value : WriteWire.values(shown.values())) {
      approval.addShown(
          JudgedValue.newBuilder()
              .setValue(value)
              .setEditable(request.edit().contains(value.getName())));
    }
    return approval.build();
  }

  private static ApprovalAnswer answer(ApprovalRow.Answer answer) {
    return ApprovalAnswer.newBuilder()
        .setAccepted(answer.accepted())
        .setBy(answer.by())
        .setWhy(answer.why())
        .addAllEdits(WriteWire.values(answer.edits()))
        .setAt(WireTime.of(answer.at()))
        .build();
  }
}
