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

    assertThat(ExplainText.lines(said))
        .anyMatch(line -> line.equals("latents (sample-latents@1)  waiting"))
        .contains(
            "  It waits for its turn; the one suitable worker is busy",
            "  1 computed now, 2 before it in the queue:",
            "    and 2 more")
        .anyMatch(line ->
            line.startsWith("    node video of run " + RUN)
                && line.endsWith("(decode-video), on worker w1"));
    assertThat(CanonicalJson.write(ExplainJson.of(said))).contains("\"kind\":\"turn\"");
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

    assertThat(ExplainText.lines(said))
        .contains(
            "  parameter prompt of node text: was \"a ball\", is \"a box\"",
            "   parameter steps     24",
            " * input conditioning  abababababab out")
        .anyMatch(line ->
            line.startsWith("Its memo key was not used by an earlier run. The nearest is node"));
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

    assertThat(ExplainText.lines(said))
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

  private static KeyIngredient ingredient(String name, String value, boolean changed) {
    return KeyIngredient.newBuilder().setName(name).setValue(value).setChanged(changed).build();
  }
}
