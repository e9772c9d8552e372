package org.cinegraph.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.cinegraph.cli.progress.NodeView.Phase;
import org.cinegraph.proto.v1.Failure;
import org.cinegraph.proto.v1.NodeCounts;
import org.cinegraph.proto.v1.NodeGroup;
import org.cinegraph.proto.v1.NodeLine;
import org.cinegraph.proto.v1.NodeProgress;
import org.cinegraph.proto.v1.NodeRun;
import org.cinegraph.proto.v1.RunEvent;
import org.junit.jupiter.api.Test;

class RunProgressTest {
  private static final long SECOND = 1_000_000_000L;

  private final RunProgress progress = new RunProgress();
  private long number;

  @Test
  void nodesStandInTheOrderOfThePlanAlsoWhenOneWasHeardOfBefore() {
    event("node-hit", "video", "{}");
    progress.planned(List.of(planned("text", "encode-text"), planned("video", "decode-video")));

    assertThat(progress.nodes(0)).extracting(NodeView::name).containsExactly("text", "video");
    assertThat(progress.nodes(0))
        .extracting(NodeView::phase)
        .containsExactly(Phase.PLANNED, Phase.MEMO_HIT);
  }

  @Test
  void theTimeLeftFollowsThePaceOfTheStepsThatWereSeen() {
    event("node-started", "latents", "{\"worker\":\"w1\"}");
    step(4, 24, 10 * SECOND);
    assertThat(progress.nodes(10 * SECOND).getFirst().timeLeft()).isEmpty();
    step(8, 24, 14 * SECOND);

    assertThat(progress.nodes(14 * SECOND).getFirst().timeLeft()).contains(Duration.ofSeconds(16));
    assertThat(progress.nodes(15 * SECOND).getFirst().timeLeft()).contains(Duration.ofSeconds(15));
  }

  @Test
  void aNodeThatBeginsAnewIsTimedAnew() {
    step(8, 24, 0);
    step(9, 24, SECOND);
    step(2, 24, 50 * SECOND);

    assertThat(progress.nodes(50 * SECOND).getFirst().timeLeft()).isEmpty();
  }

  @Test
  void whyANodeWaitsIsSaidOnce() {
    assertThat(waits("no connected worker offers upsample@2"))
        .contains("latents: waits: no connected worker offers upsample@2");
    assertThat(waits("no connected worker offers upsample@2")).isEmpty();
    assertThat(waits("all workers are busy")).contains("latents: waits: all workers are busy");
  }

  @Test
  void aLogHasALineForEachQuarterOfTheSteps() {
    List<String> lines = new java.util.ArrayList<>();
    for (int i = 1; i <= 8; i++) {
      step(i, 8, i).ifPresent(lines::add);
    }

    assertThat(lines)
        .containsExactly(
            "latents: step 2 of 8",
            "latents: step 4 of 8",
            "latents: step 6 of 8",
            "latents: step 8 of 8");
  }

  @Test
  void howANodeEndedIsALine() {
    assertThat(event("node-started", "a", "{\"worker\":\"w1\"}")).contains("a: started on w1");
    assertThat(event("node-succeeded", "a", "{}")).contains("a: computed in 1.0 s");
    assertThat(event("node-hit", "b", "{}")).contains("b: memo hit");
    assertThat(event("node-failed", "c", failure("no picture"))).contains("c: failed: no picture");
    assertThat(event("node-skipped", "d", "{}")).contains("d: skipped");
    assertThat(event("node-skipped", "e", failure("Node c failed before it: no picture: torn")))
        .contains("e: skipped: Node c failed before it");
  }

  @Test
  void aPlansMemoHitsAreOneLineHoweverMany() {
    assertThat(event("nodes-hit", "", "{\"nodes\":[\"a\",\"b\"]}")).contains("a, b: memo hit");
    assertThat(event("nodes-hit", "", "{\"nodes\":[1,\"c\"]}")).contains("c: memo hit");
    String many = "\"x\"" + ",\"x\"".repeat(8);
    assertThat(event("nodes-hit", "", "{\"nodes\":[" + many + "]}")).contains("9 nodes: memo hits");
    assertThat(progress.nodes(0)).extracting(NodeView::phase).containsOnly(Phase.MEMO_HIT);
  }

  @Test
  void aReasonOfTheSchedulerIsNotIntroducedTwice() {
    assertThat(waits("waits for its turn; the one suitable worker is busy"))
        .contains("latents: waits for its turn; the one suitable worker is busy");
  }

  @Test
  void lateProgressDoesNotBringAnEndedNodeBack() {
    event("node-succeeded", "latents", "{}");
    step(3, 24, 0);

    assertThat(progress.nodes(0).getFirst().phase()).isEqualTo(Phase.COMPUTED);
  }

  @Test
  void whatHappensToTheRunItselfIsALineToo() {
    assertThat(event("run-planned", "", "{}")).isEmpty();
    assertThat(event("run-adopted", "", "{\"epoch\":2,\"reason\":\"its workflow is gone\"}"))
        .contains("goes on under a new workflow: its workflow is gone");
    assertThat(event("run-stopping", "", "{\"why\":\"wrong prompt\"}"))
        .contains("stopping: wrong prompt");
    assertThat(event("run-killing", "", "{\"why\":\"\"}")).contains("stopping");
    assertThat(event("run-stopped", "", "{}")).isEmpty();
    assertThat(progress.lastEvent()).isEqualTo(5);
  }

  @Test
  void whatIsInAGroupIsToldByTheGroupUnlessItFails() {
    progress.planned(List.of(group(0, 0, 3)));
    assertThat(event("node-started", "each[0]", "{\"worker\":\"w1\"}")).isEmpty();
    assertThat(event("node-succeeded", "each.words", "{}")).isEmpty();
    assertThat(progress.group(group(0, 1, 3).getGroup())).isEmpty();
    assertThat(progress.group(group(1, 1, 3).getGroup()))
        .contains("each: 1 of 3 done, 1 running, 1 waiting");
    assertThat(event("node-failed", "each[1]", failure("no picture")))
        .contains("each[1]: failed: no picture");

    assertThat(progress.nodes(0))
        .extracting(NodeView::name, ProgressLines::state)
        .containsExactly(
            tuple("each", "1 of 3 done, 1 running, 1 waiting"), tuple("  each[0]", "running"));
  }

  @Test
  void aGroupNamesWhatFailedAndWhoIsAsked() {
    NodeGroup group =
        NodeGroup.newBuilder()
            .setPath("shot")
            .setForEach(true)
            .setLines(NodeCounts.newBuilder().setAll(9).setFailed(5).setMemoHits(1).setWaiting(3))
            .setFailures(5)
            .addFailed(
                NodeRun.newBuilder()
                    .setName("shot[1]/video")
                    .setFailure(Failure.newBuilder().setMessage("no picture")))
            .setAsking(1)
            .setAskingNode("shot[2]/judged")
            .build();
    progress.group(group);
    assertThat(progress.nodes(0))
        .extracting(NodeView::name, ProgressLines::state)
        .containsExactly(
            tuple(
                "shot",
                "1 of 9 done, 3 waiting, 5 failed (1 memo hit); shot[2]/judged asks a person"),
            tuple("  shot[1]/video", "failed: no picture"),
            tuple("  ...", "and 4 more failed nodes"));
  }

  private static NodeLine group(int computed, int running, int all) {
    NodeCounts lines =
        NodeCounts.newBuilder()
            .setAll(all)
            .setComputed(computed)
            .setRunning(running)
            .setWaiting(all - computed - running)
            .build();
    return NodeLine.newBuilder()
        .setGroup(NodeGroup.newBuilder().setPath("each").setForEach(true).setLines(lines))
        .build();
  }

  @Test
  void anEventOfANewerServerChangesNothing() {
    assertThat(event("node-dreamt", "a", "{\"of\":[1,2]}")).isEmpty();
    assertThat(event("run-dreamt", "", "")).isEmpty();
  }

  private Optional<String> event(String type, String node, String body) {
    number++;
    return progress.event(
        RunEvent.newBuilder()
            .setNumber(number)
            .setType(type)
            .setNode(node)
            .setBodyJson(body)
            .setAt(Timestamp.newBuilder().setSeconds(number))
            .build());
  }

  private Optional<String> step(int step, int steps, long now) {
    NodeProgress message =
        NodeProgress.newBuilder().setNode("latents").setStep(step).setSteps(steps).build();
    return progress.progress(message, now);
  }

  private Optional<String> waits(String why) {
    NodeProgress message = NodeProgress.newBuilder().setNode("latents").setWaitsFor(why).build();
    return progress.progress(message, 0);
  }

  private static NodeLine planned(String name, String type) {
    return NodeLine.newBuilder().setNode(NodeRun.newBuilder().setName(name).setType(type)).build();
  }

  private static String failure(String message) {
    return "{\"failure\":{\"code\":\"c\",\"category\":\"user\",\"message\":\"" + message + "\"}}";
  }
}
