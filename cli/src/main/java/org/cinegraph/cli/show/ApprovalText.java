package org.cinegraph.cli.show;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.cinegraph.cli.client.RunId;
import org.cinegraph.cli.progress.AskingText;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.Value;
import org.cinegraph.proto.v1.Approval;
import org.cinegraph.proto.v1.ApprovalAnswer;
import org.cinegraph.proto.v1.JudgedValue;

/// What a run asks, for people and for scripts.
final class ApprovalText {
  private ApprovalText() {}

  static List<String> lines(Approval approval) {
    String run = RunId.written(approval.getRunId());
    List<String> lines = new ArrayList<>();
    lines.add("run        " + run);
    lines.add("graph      " + approval.getGraph());
    lines.add("node       " + approval.getNode());
    lines.add("question   " + approval.getQuestion());
    lines.add("asked      " + Times.local(approval.getAskedAt()));
    if (approval.hasDeadline()) {
      lines.add(
          "deadline   %s, then it is %s"
              .formatted(
                  Times.local(approval.getDeadline()),
                  approval.getAcceptedAtDeadline() ? "accepted" : "rejected"));
    }
    lines.add("state      " + state(approval));
    for (JudgedValue shown : approval.getShownList()) {
      lines.add(
          "shown      %s%s"
              .formatted(
                  RunText.named(shown.getValue()), shown.getEditable() ? "  (may be edited)" : ""));
    }
    approval
        .getAnswer()
        .getEditsList()
        .forEach(edit -> lines.add("edited     " + RunText.named(edit)));
    if (approval.getWaits()) {
      lines.add("");
      lines.add(AskingText.commands(approval.getRunId(), approval.getNode()));
    }
    return lines;
  }

  /// In a few words.
  static String state(Approval approval) {
    if (approval.getWaits()) {
      return "waits";
    }
    if (!approval.hasAnswer()) {
      return "not answered";
    }
    ApprovalAnswer answer = approval.getAnswer();
    return "%s by %s%s"
        .formatted(
            answer.getAccepted() ? "accepted" : "rejected",
            answer.getBy(),
            answer.getWhy().isEmpty() ? "" : ": " + answer.getWhy());
  }

  static Value json(Approval approval) {
    return json(approval, new LinkedHashMap<>());
  }

  /// @param files where what is shown was brought to
  static Value json(Approval approval, SequencedMap<String, Path> files) {
    FieldWriter fields =
        new FieldWriter()
            .text("run", RunId.written(approval.getRunId()))
            .text("graph", approval.getGraph())
            .text("node", approval.getNode())
            .text("question", approval.getQuestion())
            .flag("waits", approval.getWaits())
            .text("askedAt", Times.instant(approval.getAskedAt()).toString())
            .list("shown", approval.getShownList(), shown -> RunJson.json(shown.getValue()))
            .list(
                "editable",
                approval.getShownList().stream().filter(JudgedValue::getEditable).toList(),
                shown -> new Value.Text(shown.getValue().getName()));
    if (approval.hasDeadline()) {
      fields.text("deadline", Times.instant(approval.getDeadline()).toString());
      fields.flag("acceptedAtDeadline", approval.getAcceptedAtDeadline());
    }
    Optional.of(approval.getAnswer())
        .filter(_ -> approval.hasAnswer())
        .ifPresent(answer -> fields.put("answer", json(answer)));
    if (!files.isEmpty()) {
      fields.map("files", files, file -> new Value.Text(file.toString()));
    }
    return fields.fields();
  }

  private static Value json(ApprovalAnswer answer) {
    return new FieldWriter()
        .flag("accepted", answer.getAccepted())
        .text("by", answer.getBy())
        .text("why", answer.getWhy())
        .list("edits", answer.getEditsList(), RunJson::json)
        .text("at", Times.instant(answer.getAt()).toString())
        .fields();
  }
}
