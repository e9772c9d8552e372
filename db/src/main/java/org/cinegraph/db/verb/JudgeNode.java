package org.cinegraph.db.verb;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;
import org.cinegraph.db.Sql;
import org.cinegraph.db.run.AdvanceRuns;
import org.cinegraph.db.run.ApprovalRow;
import org.cinegraph.db.run.ApprovalRow.Answer;
import org.cinegraph.db.run.Approvals;
import org.cinegraph.db.run.JudgedValues;
import org.cinegraph.db.run.NodeEnd;
import org.cinegraph.db.run.NodeRuns;
import org.cinegraph.db.run.NodeRuns.NodeRunRow;
import org.cinegraph.db.run.Plans;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.run.Runs;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.plan.NodeKind;
import org.cinegraph.graph.plan.Plan;
import org.cinegraph.graph.plan.PlannedNode;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;

/// One answer to one node, within its transaction.
final class JudgeNode {
  /// Of the failure of a node that was rejected.
  private static final String REJECTED = "rejected";

  private final Sql sql;
  private final Plans plans;
  private final Asking asking;
  private final RunRow run;
  private final NodeRunRow node;
  private final Plan plan;
  private final PlannedNode planned;
  private final Optional<ApprovalRow> asked;

  /// Locks the run.
  JudgeNode(Sql sql, Plans plans, Asking asking, UUID run, String name) throws SQLException {
    this.sql = sql;
    this.plans = plans;
    this.asking = asking;
    this.run = Runs.lockWithWorks(sql, asking.tenant(), run);
    this.node =
        NodeRuns.find(sql, asking.tenant(), run, name)
            .orElseThrow(() -> new IllegalStateException("No node " + name));
    this.plan = plans.of(sql, asking.tenant(), run);
    this.planned = plan.nodes().get(node.node());
    this.asked = Approvals.newest(sql, asking.tenant(), run, node.node());
  }

  Changed answer(Verb verb, SequencedMap<String, String> texts) throws SQLException {
    Situation situation = Situation.of(node, run.state().ended());
    return switch (VerbTable.answer(situation, verb)) {
      case DOES -> judge(asked.orElseThrow(), verb, texts);
      case ALREADY -> new Changed(run, List.of());
      case REFUSED -> {
        Optional<Answer> given =
            node.state().ended() ? asked.flatMap(ApprovalRow::answer) : Optional.empty();
        if (given.isPresent() && isSame(given.get(), verb, texts)) {
          yield new Changed(run, List.of());
        }
        throw refused(situation, verb, given);
      }
    };
  }

  private boolean isSame(Answer given, Verb verb, SequencedMap<String, String> texts)
      throws SQLException {
    if (given.accepted() != (verb == Verb.APPROVE)) {
      return false;
    }
    try {
      return given.edits().equals(edits(shown(), texts));
    } catch (VerbRefused noEdit) {
      return false;
    }
  }

  private VerbRefused refused(Situation situation, Verb verb, Optional<Answer> given) {
    String subject = "Node %s of run %s".formatted(node.name(), run.id());
    if (given.isPresent()) {
      return new VerbRefused(subject, situation, verb, "it was " + given.get().words());
    }
    if (planned.kind() != NodeKind.APPROVAL) {
      return new VerbRefused(subject, situation, verb, "it asks nobody; " + whoAsks());
    }
    return node.state().ended()
        ? new VerbRefused(subject, situation, verb)
        : new VerbRefused(subject, situation, verb, "it asks when what it shows is there");
  }

  /// The nodes of the run that ask somebody.
  private String whoAsks() {
    List<String> names =
        plan.nodes().stream()
            .filter(each -> each.kind() == NodeKind.APPROVAL)
            .map(PlannedNode::name)
            .limit(10)
            .toList();
    return names.isEmpty() ? "no node of its run does" : "who does: " + String.join(", ", names);
  }

  private JudgedValues shown() throws SQLException {
    return JudgedValues.of(sql, run.tenant(), run.id(), planned);
  }

  private SequencedMap<String, PortValue> edits(
      JudgedValues shown, SequencedMap<String, String> texts) throws SQLException {
    return new ReadEdits(sql, plan, planned).read(shown.values(), texts);
  }

  private Changed judge(ApprovalRow row, Verb verb, SequencedMap<String, String> texts)
      throws SQLException {
    JudgedValues shown = shown();
    SequencedMap<String, PortValue> edits = edits(shown, texts);
    Answer answer =
        Approvals.answer(
            sql, row, verb == Verb.APPROVE, asking.principal(), asking.why(), edits, shown);
    AdvanceRuns advance = new AdvanceRuns(sql, plans);
    advance
        .tally()
        .event(
            run.tenant(),
            run.id(),
            "node-answered",
            node.name(),
            asking
                .event()
                .text("answer", answer.accepted() ? "accepted" : "rejected")
                .list("edited", List.copyOf(edits.sequencedKeySet()), Value.Text::new)
                .fields());
    advance.end(end(answer, shown));
    advance.finish();
    List<String> changed = List.of(sentence(answer));
    Audit.write(sql, asking, verb, "run %s node %s".formatted(run.id(), node.name()), changed);
    return new Changed(Runs.find(sql, run.tenant(), run.id()).orElseThrow(), changed);
  }

  private NodeEnd end(Answer answer, JudgedValues shown) {
    if (!answer.accepted()) {
      String words = answer.words();
      return NodeEnd.failed(
          run.tenant(),
          run.id(),
          node.node(),
          Failure.user(REJECTED, Character.toUpperCase(words.charAt(0)) + words.substring(1)));
    }
    SequencedMap<String, PortValue> outputs = new LinkedHashMap<>(shown.values());
    outputs.putAll(answer.edits());
    return NodeEnd.succeeded(run.tenant(), run.id(), node.node(), outputs, shown.equivalent());
  }

  private String sentence(Answer answer) {
    return answer.accepted()
        ? "Node %s is accepted%s"
            .formatted(
                node.name(),
                answer.edits().isEmpty()
                    ? ""
                    : ", with another " + String.join(", ", answer.edits().sequencedKeySet()))
        : "Node %s is rejected; what depends on it is skipped".formatted(node.name());
  }
}
