package org.cinegraph.cli.show;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.proto.v1.Approval;
import org.cinegraph.proto.v1.ApprovalAnswer;
import org.cinegraph.proto.v1.JudgedValue;
import org.cinegraph.proto.v1.NamedValue;
import org.cinegraph.proto.v1.PortValue;
import org.junit.jupiter.api.Test;

class ApprovalTextTest {
  private static final String RUN = "00000000-0000-0000-0000-000000000000";
  private static final Approval ASKED =
      Approval.newBuilder()
          .setRunId(ByteString.copyFrom(new byte[16]))
          .setGraph("storyboard")
          .setNode("judged")
          .setQuestion("Is it good?")
          .setAskedAt(Timestamp.getDefaultInstance())
          .setDeadline(Timestamp.newBuilder().setSeconds(3600))
          .setWaits(true)
          .addShown(
              JudgedValue.newBuilder()
                  .setEditable(true)
                  .setValue(
                      NamedValue.newBuilder()
                          .setName("prompt")
                          .setValue(PortValue.newBuilder().setJson("\"a red ball\""))))
          .build();

  private static final Approval ANSWERED =
      ASKED.toBuilder()
          .setWaits(false)
          .setAnswer(ApprovalAnswer.newBuilder().setBy("anna").setWhy("too red"))
          .build();

  @Test
  void aQuestionSaysWhatIsShownAndHowItIsAnswered() {
    assertThat(ApprovalText.lines(ASKED))
        .contains(
            "question   Is it good?",
            "state      waits",
            "shown      prompt = \"a red ball\"  (may be edited)",
            "./cinegraph approve %1$s judged, or ./cinegraph reject %1$s judged --why TEXT"
                .formatted(RUN))
        .anyMatch(line -> line.startsWith("deadline   ") && line.endsWith(", then it is rejected"));
  }

  @Test
  void anAnswerSaysWhoGaveItAndWhyAndNotHowToAnswer() {
    assertThat(ApprovalText.lines(ANSWERED))
        .contains("state      rejected by anna: too red")
        .noneMatch(line -> line.contains("./cinegraph"));
    assertThat(CanonicalJson.write(ApprovalText.json(ANSWERED)))
        .contains("\"by\":\"anna\"", "\"waits\":false", "\"editable\":[\"prompt\"]");
  }
}
