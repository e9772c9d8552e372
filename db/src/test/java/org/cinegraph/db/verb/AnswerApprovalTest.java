package org.cinegraph.db.verb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.cinegraph.db.RunFixture;
import org.cinegraph.db.run.ApprovalRow;
import org.cinegraph.db.run.Approvals;
import org.cinegraph.db.run.NodeRuns;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.run.RunState;
import org.cinegraph.db.verb.Audit.AuditRow;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// `made` makes a text, `judged` shows it to a person, `after` takes what they let through.
class AnswerApprovalTest {
  private static final String GRAPH =
      """
      graph: g
      nodes:
        made: {type: no-op, with: {salt: a red ball}}
        judged:
          approve: Is it good?
          with: {prompt: $made.value, times: 3, fixed: 1}
          edit: [prompt, times]
          timeout: 1h30m
          otherwise: reject
        after: {type: no-op, with: {salt: $judged.prompt}}
        count: {type: tally, with: {times: $judged.times}}
      outputs: {text: $after.value, number: $count.number}
      """;

  private final RunFixture fixture = new RunFixture();
  private final AnswerApproval answers = new AnswerApproval(fixture.database(), fixture.plans());
  private final Approvals approvals = new Approvals(fixture.database());

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aNodeWaitsForAPersonAndSaysWhatItAsks() {
    RunRow run = asking(GRAPH);
    assertThat(states(run))
        .containsExactly("made SUCCEEDED", "judged WAITING", "after PLANNED", "count PLANNED");
    assertThat(fixture.events(run)).contains("node-asking judged");
    assertThat(fixture.waiting()).as("no worker has anything to do").isEmpty();
    ApprovalRow row = newest(run);
    assertThat(row.waits()).isTrue();
    assertThat(Duration.between(row.askedAt(), row.deadline().orElseThrow()))
        .isEqualTo(Duration.ofMinutes(90));
    assertThat(approvals.list(RunFixture.TENANT, Optional.empty(), Optional.empty(), false, 0, 10))
        .containsExactly(row);
  }

  @Test
  void acceptedItHandsOnWhatItShowed() {
    RunRow run = asking(GRAPH);
    Changed changed = answers.accept(anna(), run.id(), "judged", edits());
    assertThat(changed.changed()).containsExactly("Node judged is accepted");
    assertThat(fixture.outbox()).contains("activity-1 succeeded");
    assertThat(finished(run)).isEqualTo(new Value.Text("a red ball"));
    assertThat(fixture.events(run))
        .containsSubsequence(
            "node-asking judged", "node-answered judged", "node-succeeded judged", "run-succeeded");
    assertThat(approvals.list(RunFixture.TENANT, Optional.empty(), Optional.empty(), false, 0, 10))
        .isEmpty();
    assertThat(newest(run).answer().orElseThrow().words())
        .isEqualTo("accepted by anna: looks fine");
    assertThat(audited(run)).containsExactly("anna approve looks fine: Node judged is accepted");
  }

  @Test
  void whatThePersonChangedGoesOnInThePlaceOfWhatWasShown() {
    RunRow run = asking(GRAPH);
    Changed changed =
        answers.accept(anna(), run.id(), "judged", edits("prompt", "a blue box", "times", "5"));
    assertThat(changed.changed())
        .containsExactly("Node judged is accepted, with another prompt, times");
    assertThat(finished(run)).isEqualTo(new Value.Text("a blue box"));
    assertThat(newest(run).answer().orElseThrow().edits())
        .containsEntry("times", new PortValue.Inline(new Value.Int(5)));
  }

  @Test
  void rejectedItFailsWithThePersonsWordsAndWhatDependsOnItIsSkipped() {
    RunRow run = asking(GRAPH);
    answers.reject(new Asking(RunFixture.TENANT, "anna", "too red"), run.id(), "judged");
    assertThat(fixture.find(run).state()).isEqualTo(RunState.FAILED);
    assertThat(fixture.find(run).failure().orElseThrow().message())
        .isEqualTo("Node judged: Rejected by anna: too red");
    assertThat(fixture.find(run).failure().orElseThrow().code()).isEqualTo("rejected");
    assertThat(states(run)).contains("judged FAILED", "after SKIPPED", "count SKIPPED");
  }

  @Test
  void theSameAnswerTwiceChangesNothingAndAnotherOneIsRefused() {
    RunRow run = asking(GRAPH);
    answers.accept(anna(), run.id(), "judged", edits("prompt", "a blue box"));
    List<String> events = fixture.events(run);
    assertThat(answers.accept(anna(), run.id(), "judged", edits("prompt", "a blue box")).changed())
        .isEmpty();
    assertThat(refusal(run, "judged", edits()))
        .isEqualTo(
            "Node judged of run %s has succeeded: approve is not allowed; it was accepted by anna: looks fine"
                .formatted(run.id()));
    assertThatThrownBy(() -> answers.reject(anna(), run.id(), "judged"))
        .isInstanceOf(VerbRefused.class);
    assertThat(fixture.events(run)).isEqualTo(events);
    assertThat(audited(run)).hasSize(1);
  }

  @Test
  void whatDoesNotWaitForAPersonIsRefusedWithOneSentence() {
    RunRow run = fixture.plan(GRAPH, 500);
    assertThat(refusal(run, "judged", edits()))
        .endsWith("is planned: approve is not allowed; it asks when what it shows is there");
    assertThat(refusal(run, "made", edits()))
        .endsWith("is planned: approve is not allowed; it asks nobody; who does: judged");
    RunRow stopped = fixture.stop(asking(GRAPH), false);
    assertThat(refusal(stopped, "judged", edits()))
        .endsWith("is stopped: approve is not allowed; recover its run");
    assertThat(stopped.state()).isEqualTo(RunState.STOPPED);
    assertThat(approvals.list(RunFixture.TENANT, Optional.empty(), Optional.empty(), false, 0, 10))
        .isEmpty();
  }

  @Test
  void anEditIsHeldToTheTypeAndToWhereItGoes() {
    RunRow run = asking(GRAPH);
    assertThat(refusal(run, "judged", edits("fixed", "2")))
        .isEqualTo("fixed of node judged cannot be edited; what can: prompt, times");
    assertThat(refusal(run, "judged", edits("nonsense", "2")))
        .isEqualTo("nonsense of node judged cannot be edited; what can: prompt, times");
    assertThat(refusal(run, "judged", edits("times", "many")))
        .isEqualTo("times of node judged cannot be \"many\": expected int");
    assertThat(refusal(run, "judged", edits("times", "6")))
        .isEqualTo(
            "times of node judged cannot be \"6\": expected int from 1 to 5, for times of node count");
    assertThat(newest(run).waits()).as("nothing was changed").isTrue();
  }

  @Test
  void afterTheDeadlineItIsAnsweredAsTheGraphSays() {
    RunRow rejected = asking(GRAPH);
    RunRow accepted = asking(GRAPH.replace("otherwise: reject", "otherwise: accept"));
    Instant before = newest(rejected).deadline().orElseThrow().minusSeconds(5);
    assertThat(approvals.due(before)).isEmpty();
    Instant after = Instant.now().plus(Duration.ofHours(2));
    assertThat(approvals.due(after)).hasSize(2);
    newestOf(rejected, accepted).forEach(row -> answers.timeOut(row, before));
    assertThat(newest(rejected).waits()).as("it was not its time").isTrue();
    newestOf(rejected, accepted).forEach(row -> answers.timeOut(row, after));
    assertThat(fixture.find(rejected).failure().orElseThrow().message())
        .isEqualTo("Node judged: Rejected by timeout: nobody answered within 1h30m");
    assertThat(states(accepted)).contains("judged SUCCEEDED");
    assertThat(audited(accepted))
        .containsExactly("timeout approve nobody answered within 1h30m: Node judged is accepted");
    assertThat(approvals.due(after)).isEmpty();
  }

  @Test
  void aTimeoutThatComesLateChangesNothing() {
    RunRow run = asking(GRAPH);
    ApprovalRow due = newest(run);
    answers.accept(anna(), run.id(), "judged", edits());
    answers.timeOut(due, Instant.now().plus(Duration.ofHours(2)));
    assertThat(newest(run).answer().orElseThrow().by()).isEqualTo("anna");
    assertThat(audited(run)).hasSize(1);
  }

  @Test
  void whileTheRunIsPausedAPersonMayAnswerAndTheDeadlineDoesNot() {
    RunRow run = asking(GRAPH);
    fixture.pause(run);
    assertThat(approvals.due(Instant.now().plus(Duration.ofHours(2)))).isEmpty();
    answers.accept(anna(), run.id(), "judged", edits());
    fixture.takeIn(run, 2);
    assertThat(fixture.waiting()).as("nothing is started").isEmpty();
    new PauseRun(fixture.database()).resume(fixture.asking(), run.id());
    assertThat(finished(run)).isEqualTo(new Value.Text("a red ball"));
  }

  @Test
  void theNextEpochFindsTheQuestionAsItWas() {
    RunRow run = asking(GRAPH);
    ApprovalRow before = newest(run);
    fixture.takeIn(run, 1);
    assertThat(newest(run)).isEqualTo(before);
    assertThat(fixture.events(run)).containsOnlyOnce("node-asking judged");
  }

  @Test
  void recoveredAfterARejectionItAsksAgain() {
    RunRow run = asking(GRAPH);
    answers.reject(anna(), run.id(), "judged");
    new RecoverRun(fixture.database(), fixture.plans()).recover(fixture.asking(), run.id());
    fixture.takeIn(fixture.find(run), 1);
    assertThat(newest(run).waits()).isTrue();
    assertThat(
            approvals.list(RunFixture.TENANT, Optional.of(run.id()), Optional.empty(), true, 0, 10))
        .as("what was answered stays known")
        .hasSize(2);
    answers.accept(anna(), run.id(), "judged", edits());
    assertThat(finished(fixture.find(run))).isEqualTo(new Value.Text("a red ball"));
  }

  @Test
  void recoveredAfterAStopItAsksAgainWithAllItsTime() {
    RunRow run = asking(GRAPH);
    Instant first = newest(run).deadline().orElseThrow();
    fixture.stop(run, true);
    new RecoverRun(fixture.database(), fixture.plans()).recover(fixture.asking(), run.id());
    fixture.takeIn(fixture.find(run), 1);
    assertThat(newest(run).deadline().orElseThrow()).isAfter(first);
    assertThat(
            approvals.list(RunFixture.TENANT, Optional.of(run.id()), Optional.empty(), true, 0, 10))
        .hasSize(1);
  }

  @Test
  void withTheRunItsQuestionsAreDeleted() {
    RunRow run = asking(GRAPH);
    answers.reject(anna(), run.id(), "judged");
    new DeleteRun(fixture.database()).delete(fixture.asking(), run.id());
    assertThat(approvals.list(RunFixture.TENANT, Optional.empty(), Optional.empty(), true, 0, 10))
        .isEmpty();
  }

  private static Asking anna() {
    return new Asking(RunFixture.TENANT, "anna", "looks fine");
  }

  /// A run whose node `judged` waits.
  private RunRow asking(String graph) {
    RunRow run = fixture.plan(graph, 500);
    if (fixture.takeIn(run, 0).isEmpty()) {
      fixture.grant(run).ifPresent(granted -> fixture.report(fixture.done(granted)));
    }
    fixture.takeIn(run, 1);
    return run;
  }

  /// Computes what is behind.
  private Value finished(RunRow run) {
    fixture.takeIn(run, 2);
    fixture.takeIn(run, 3);
    fixture
        .grantAll()
        .forEach(granted ->
            fixture.report(
                granted.request().parameters().fields().containsKey("salt")
                    ? fixture.done(granted)
                    : fixture.done(granted, "number", new PortValue.Inline(new Value.Int(1)))));
    RunRow ended = fixture.find(run);
    assertThat(ended.state()).isEqualTo(RunState.SUCCEEDED);
    return ended.outputs().orElseThrow().get("text") instanceof PortValue.Inline(Value value)
        ? value
        : new Value.Nothing();
  }

  private String refusal(RunRow run, String node, SequencedMap<String, String> edits) {
    try {
      return "none, but " + answers.accept(anna(), run.id(), node, edits).changed();
    } catch (VerbRefused refused) {
      return refused.failure().message();
    }
  }

  private static SequencedMap<String, String> edits(String... pairs) {
    SequencedMap<String, String> edits = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      edits.put(pairs[i], pairs[i + 1]);
    }
    return edits;
  }

  private ApprovalRow newest(RunRow run) {
    return approvals.newest(RunFixture.TENANT, run.id(), 1).orElseThrow();
  }

  private List<ApprovalRow> newestOf(RunRow... runs) {
    return List.of(runs).stream().map(this::newest).toList();
  }

  private List<String> states(RunRow run) {
    return new NodeRuns(fixture.database(), fixture.plans())
        .list(run.tenant(), run.id()).stream().map(row -> row.name() + " " + row.state()).toList();
  }

  private List<String> audited(RunRow run) {
    return new Audit(fixture.database())
        .list(RunFixture.TENANT, Optional.of(run.id()), Long.MAX_VALUE, 10).stream()
            .map((AuditRow row) ->
                row.principal()
                    + " "
                    + row.verb()
                    + " "
                    + row.why()
                    + ": "
                    + String.join("; ", row.changed()))
            .toList();
  }
}
