package org.cinegraph.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.proto.v1.PlanLine;
import org.cinegraph.proto.v1.PlanRunResponse;
import org.cinegraph.proto.v1.SecondsSpan;
import org.junit.jupiter.api.Test;

class PlanTextTest {
  @Test
  void aLoopIsALineAndTheSumsSayHowSureTheyAre() {
    assertThat(String.join("\n", PlanText.lines(everything())))
        .isEqualTo(
            """
            Plan of movie (version %s): 104 nodes in 1 segment
              text           encode-text@1   memo hit
              shot[*]/video  decode-video@1  100 nodes: 40 memo hits, 60 computed; about 2 min 0 s from 14 measured attempts, memory 1.5 GiB (declared)
              score          rate@2          memo key not known yet; depends on shot[*]/video; a branch may leave it out; about 2.0 s from 3 measured attempts with other models
              judged         approval@1      asks a person
              what is behind more is not in it: its list is made in the run
            41 memo hits, 60 computed, 1 with a memo key not known yet, 1 for a person, 1 settled by the control plane
            Workers compute 2 min 0 s (1 min 40 s to 2 min 30 s), and 2.0 s (1.0 s to 3.0 s) more if all is computed that may be; the longest chain takes 3.0 s
            How sure: from 3 measured attempts or more for each node, some with other models\
            """
                .formatted(Digest.of("movie").brief()));
  }

  @Test
  void whatWasNeverMeasuredIsSaidAndNotGuessed() {
    PlanRunResponse plan =
        plan()
            .addLines(line("draw", "draw@1", 2).setComputed(2))
            .setTotal(PlanLine.newBuilder().setNodes(2).setComputed(2))
            .setNeverMeasured(2)
            .build();

    assertThat(PlanText.lines(plan))
        .contains("  draw  draw@1  2 nodes: 2 computed; never measured")
        .endsWith("How long it takes is not known: nothing of what it computes was measured")
        .noneMatch(line -> line.startsWith("Workers compute"));
  }

  @Test
  void aPlanOfMemoHitsAloneHasNoSeconds() {
    PlanRunResponse plan =
        plan()
            .addLines(line("draw", "draw@1", 1).setMemoHits(1))
            .setTotal(PlanLine.newBuilder().setNodes(1).setMemoHits(1))
            .build();

    assertThat(PlanText.lines(plan)).hasSize(3).endsWith("1 memo hit");
  }

  @Test
  void scriptsGetTheSameFieldByField() {
    PlanRunResponse plan =
        plan().addLines(line("draw", "draw@1", 1).setComputed(1).setSeconds(span(1, 2, 3))).build();

    assertThat(CanonicalJson.write(PlanJson.of(plan)))
        .contains("\"computed\":1", "\"name\":\"draw\"", "\"median\":2.0", "\"segments\":1");
  }

  private static PlanRunResponse everything() {
    return plan()
        .addLines(line("text", "encode-text@1", 1).setMemoHits(1))
        .addLines(
            line("shot[*]/video", "decode-video@1", 100)
                .setMemoHits(40)
                .setComputed(60)
                .setSeconds(span(100, 120, 150))
                .setAttempts(14)
                .setHostMemoryBytes(1536L << 20))
        .addLines(
            line("score", "rate@2", 1)
                .setDepending(1)
                .addDependsOn("shot[*]/video")
                .setMayBeLeftOut(1)
                .setPossibleSeconds(span(1, 2, 3))
                .setAttempts(3)
                .setOtherModels(true))
        .addLines(line("judged", "approval@1", 1).setAsked(1))
        .addLines(line("shot.clip", "collect@1", 1).setSettled(1))
        .addOpenLists("more")
        .setTotal(
            PlanLine.newBuilder()
                .setNodes(104)
                .setMemoHits(41)
                .setComputed(60)
                .setDepending(1)
                .setAsked(1)
                .setSettled(1)
                .setSeconds(span(100, 120, 150))
                .setPossibleSeconds(span(1, 2, 3))
                .setAttempts(3)
                .setOtherModels(true))
        .setLongestChain(span(3, 3, 3))
        .build();
  }

  private static PlanRunResponse.Builder plan() {
    return PlanRunResponse.newBuilder()
        .setGraph("movie")
        .setGraphVersion(ByteString.copyFrom(Digest.of("movie").bytes()))
        .setSegments(1);
  }

  private static PlanLine.Builder line(String name, String type, int nodes) {
    return PlanLine.newBuilder().setName(name).setType(type).setNodes(nodes);
  }

  private static SecondsSpan span(double low, double median, double high) {
    return SecondsSpan.newBuilder().setLow(low).setMedian(median).setHigh(high).build();
  }
}
