package org.cinegraph.cli.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.proto.v1.AttemptSpan;
import org.cinegraph.proto.v1.ExplainNodeResponse;
import org.cinegraph.proto.v1.Failure;
import org.cinegraph.proto.v1.KeyDifference;
import org.cinegraph.proto.v1.KeyIngredient;
import org.cinegraph.proto.v1.NodeReference;
import org.cinegraph.proto.v1.NodeRun;
import org.cinegraph.proto.v1.NodeState;
import org.cinegraph.proto.v1.NodeWait;
import org.cinegraph.proto.v1.WaitKind;
import org.cinegraph.proto.v1.WorkAhead;
import org.junit.jupiter.api.Test;

class ExplainTextTest {
  private static final String RUN = "00000000-0000-0000-0000-000000000000";

  @Test
  void aNodeThatWaitsSaysWhyAndBehindWhom() {
    ExplainNodeResponse said =
        said(NodeState.NODE_STATE_WAITING)
            .setWait(
                NodeWait.newBuilder()
                    .setKind(WaitKind.WAIT_KIND_TURN)
                    .setWords("waits for its turn; the one suitable worker is busy")
                    .setComputing(1)
                    .setQueuedBefore(2)
                    .addAhead(
                        WorkAhead.newBuilder()
                            .setNode(other("video"))
                            .setType("decode-video")
                            .setWorker("w1")))
            .build();

    assertThat(ExplainText.lines(said, RUN))
        .anyMatch(line -> line.equals("latents (sample-latents@1)  waiting"))
        .contains(
            "  It waits for its turn; the one suitable worker is busy",
            "  Before it: 1 computed now, 2 in the queue",
            "  What to do: nothing; `./cinegraph runs priority %s N` lets it go before others"
                .formatted(RUN),
            "    and 2 more")
        .anyMatch(line ->
            line.startsWith("    node video of run " + RUN)
                && line.endsWith(", a decode-video on worker w1"));
    assertThat(CanonicalJson.write(ExplainJson.of(said))).contains("\"kind\":\"turn\"");
  }

  @Test
  void whatAPersonAnsweredIsNotRemembered() {
    ExplainNodeResponse said = said(NodeState.NODE_STATE_SUCCEEDED).build();

    assertThat(ExplainText.lines(said, RUN))
        .endsWith("It is not remembered: no worker computes it");
  }

  @Test
  void aNodeThatWaitsForAnOldVersionSaysHowItGetsToTheNewOne() {
    ExplainNodeResponse said =
        said(NodeState.NODE_STATE_WAITING)
            .setWait(
                NodeWait.newBuilder()
                    .setKind(WaitKind.WAIT_KIND_UPGRADE)
                    .setWords("waits for mux version 1; connected workers offer version 2"))
            .build();
    assertThat(ExplainText.lines(said, RUN))
        .contains(
            "  What to do: `./cinegraph runs recover %s --upgrade` moves what waits to what is offered"
                .formatted(RUN));
  }

  @Test
  void aNodeThatWasComputedSaysWhatChanged() {
    ExplainNodeResponse said =
        said(NodeState.NODE_STATE_SUCCEEDED)
            .addIngredients(ingredient("parameter steps", "24", false))
            .addIngredients(ingredient("input conditioning", "ab".repeat(32) + " out", true))
            .setNearest(other("latents"))
            .addDifferences(
                KeyDifference.newBuilder()
                    .setNode("text")
                    .setIngredient("parameter prompt")
                    .setBefore("\"a ball\"")
                    .setNow("\"a box\""))
            .build();

    assertThat(ExplainText.lines(said, RUN))
        .contains(
            "  parameter prompt of node text: was \"a ball\", is \"a box\"",
            "   parameter steps     24",
            " * input conditioning  abababababab out")
        .anyMatch(line -> line.startsWith("No earlier run has its memo key. The nearest is node"));
  }

  @Test
  void aNodeOfARerunIsComputedAnewAndNotBecauseOfItsInputs() {
    ExplainNodeResponse said =
        said(NodeState.NODE_STATE_SUCCEEDED)
            .addIngredients(ingredient("salt", RUN + "/latents", true))
            .setNearest(other("latents"))
            .addDifferences(difference("input conditioning"))
            .addDifferences(difference("salt"))
            .build();

    assertThat(ExplainText.lines(said, RUN))
        .contains("No memo hit: its run is a rerun or a fork, which computes it anew")
        .noneMatch(line -> line.contains("nearest") || line.contains("*"));
  }

  @Test
  void aForkSaysWhichParameterAPersonChanged() {
    ExplainNodeResponse said =
        said(NodeState.NODE_STATE_SUCCEEDED)
            .addIngredients(ingredient("salt", RUN + "/latents", true))
            .setNearest(other("latents"))
            .addDifferences(difference("parameter seed"))
            .addDifferences(difference("salt"))
            .build();

    assertThat(ExplainText.lines(said, RUN))
        .contains("  parameter seed of node latents: was 1, is 2")
        .noneMatch(line -> line.startsWith("  salt"));
  }

  @Test
  void aNodeWithTheSameKeyAsOneThatHasNoResultYetIsComparedWithNoOther() {
    ExplainNodeResponse said =
        said(NodeState.NODE_STATE_RUNNING)
            .addIngredients(ingredient("parameter seed", "2", true))
            .setSameKey(other("latents").toBuilder().setState(NodeState.NODE_STATE_WAITING))
            .setNearest(other("latents"))
            .addDifferences(difference("parameter seed"))
            .build();

    assertThat(ExplainText.lines(said, RUN))
        .anyMatch(line ->
            line.startsWith("No memo hit: node latents of run " + RUN)
                && line.endsWith("has the same key, but has no result yet"))
        .noneMatch(line -> line.contains("nearest") || line.contains("*"));
  }

  @Test
  void aQuarantinedNodeSaysHowItIsReleased() {
    ExplainNodeResponse.Builder said = said(NodeState.NODE_STATE_FAILED);
    said.getNodeBuilder().addVerbsAllowed("release");

    assertThat(ExplainText.lines(said.build(), RUN))
        .anyMatch(line ->
            line.startsWith("  What to do: it is quarantined")
                && line.contains("`./cinegraph runs release %s latents`".formatted(RUN)));
  }

  @Test
  void anAttemptThatFailedSaysWhy() {
    ExplainNodeResponse said =
        said(NodeState.NODE_STATE_WAITING)
            .addAttempts(
                AttemptSpan.newBuilder()
                    .setFence(3)
                    .setWorker("w1")
                    .setOutcome("failed")
                    .setFailure(Failure.newBuilder().setMessage("no ink")))
            .build();

    assertThat(ExplainText.lines(said, RUN))
        .anyMatch(
            line -> line.startsWith("  Lease 3, worker w1, ") && line.endsWith(": failed: no ink"));
  }

  private static ExplainNodeResponse.Builder said(NodeState state) {
    return ExplainNodeResponse.newBuilder()
        .setNode(
            NodeRun.newBuilder()
                .setName("latents")
                .setType("sample-latents")
                .setVersion(1)
                .setState(state)
                .setMemoKey(ByteString.copyFrom(Digest.of("key").bytes())));
  }

  private static NodeReference other(String node) {
    return NodeReference.newBuilder()
        .setRunId(ByteString.copyFrom(new byte[16]))
        .setGraph("talk")
        .setNode(node)
        .build();
  }

  private static KeyDifference difference(String ingredient) {
    return KeyDifference.newBuilder()
        .setNode("latents")
        .setIngredient(ingredient)
        .setBefore("1")
        .setNow("2")
        .build();
  }

  private static KeyIngredient ingredient(String name, String value, boolean changed) {
    return KeyIngredient.newBuilder().setName(name).setValue(value).setChanged(changed).build();
  }
}
