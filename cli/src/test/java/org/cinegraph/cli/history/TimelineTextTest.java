package org.cinegraph.cli.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import java.util.List;
import org.cinegraph.proto.v1.AttemptSpan;
import org.cinegraph.proto.v1.GetTimelineResponse;
import org.cinegraph.proto.v1.NodePhases;
import org.cinegraph.proto.v1.NodeState;
import org.cinegraph.proto.v1.NodeTimeline;
import org.cinegraph.proto.v1.RunSummary;
import org.junit.jupiter.api.Test;

class TimelineTextTest {
  private static final GetTimelineResponse RUN =
      GetTimelineResponse.newBuilder()
          .setRun(RunSummary.newBuilder().setSubmittedAt(at(0)))
          .setNow(at(40))
          .addNodes(
              NodeTimeline.newBuilder()
                  .setName("text")
                  .setState(NodeState.NODE_STATE_MEMO_HIT)
                  .setReadyAt(at(0))
                  .setEndedAt(at(0)))
          .addNodes(
              NodeTimeline.newBuilder()
                  .setName("latents")
                  .setState(NodeState.NODE_STATE_SUCCEEDED)
                  .setReadyAt(at(0))
                  .setEndedAt(at(24))
                  .addAttempts(attempt("lost", 4, 8, NodePhases.getDefaultInstance()))
                  .addAttempts(
                      attempt(
                          "done",
                          8,
                          24,
                          NodePhases.newBuilder()
                              .setFetch(2)
                              .setLoad(4)
                              .setRun(8)
                              .setStore(2)
                              .build()))
                  .setPhases(
                      NodePhases.newBuilder()
                          .setWait(4)
                          .setFetch(2)
                          .setLoad(4)
                          .setRun(8)
                          .setStore(2)
                          .setLost(4)))
          .addNodes(
              NodeTimeline.newBuilder()
                  .setName("video")
                  .setState(NodeState.NODE_STATE_RUNNING)
                  .setReadyAt(at(24))
                  .addAttempts(attempt("running", 32, 0, NodePhases.getDefaultInstance())))
          .addNodes(
              NodeTimeline.newBuilder().setName("movie").setState(NodeState.NODE_STATE_PLANNED))
          .build();

  @Test
  void eachNodeIsABarWithWhatItsTimeWentInto() {
    assertThat(TimelineText.lines(RUN, 49))
        .containsExactly(
            "        0 s               40 s",
            "text    |m                   | memo hit",
            "latents |..xxfll####s        | 16 s, 1 attempt lost",
            "video   |            ....####| running",
            "movie   |                    | not begun",
            "",
            ". wait   f fetch   l load   # compute   s store   x lost   m memo hit",
            "All nodes together: wait 4.0 s, fetch 2.0 s, load 4.0 s, compute 8.0 s, store 2.0 s,"
                + " lost 4.0 s");
  }

  @Test
  void aLineIsNoWiderThanTheTerminal() {
    for (int columns : List.of(60, 80, 200)) {
      assertThat(TimelineText.lines(RUN, columns).subList(0, 5))
          .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(columns))
          .anySatisfy(line -> assertThat(line.length()).isGreaterThan(columns - 20));
    }
  }

  @Test
  void whatWasLostIsSeenHoweverShortItWas() {
    GetTimelineResponse.Builder brief = RUN.toBuilder();
    brief
        .getNodesBuilder(1)
        .setAttempts(
            0,
            AttemptSpan.newBuilder()
                .setOutcome("lost")
                .setStartedAt(at(4))
                .setEndedAt(at(4).toBuilder().setNanos(1000)));

    assertThat(TimelineText.lines(brief.build(), 49).get(2)).contains("x");
  }

  private static AttemptSpan attempt(String outcome, int from, int to, NodePhases phases) {
    AttemptSpan.Builder attempt =
        AttemptSpan.newBuilder().setOutcome(outcome).setStartedAt(at(from)).setPhases(phases);
    return to == 0 ? attempt.build() : attempt.setEndedAt(at(to)).build();
  }

  private static Timestamp at(int second) {
    return Timestamp.newBuilder().setSeconds(1000 + second).build();
  }
}
