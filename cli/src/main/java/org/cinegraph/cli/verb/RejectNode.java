package org.cinegraph.cli.verb;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.Refusal;
import org.cinegraph.cli.client.RunId;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.proto.v1.AnswerApprovalRequest;
import org.cinegraph.proto.v1.AnswerApprovalResponse;
import org.cinegraph.proto.v1.RunSummary;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "reject",
    description = "Reject what a node of a run shows; it fails with the words of --why")
final class RejectNode extends RunAct {
  @Parameters(index = "1", paramLabel = "NODE", description = "A node that waits for a person")
  private @Nullable String node;

  RejectNode(Connect connect, Terminal terminal) {
    super(connect, terminal);
  }

  @Override
  String standing(RunSummary run) {
    return "node %s of run %s was rejected before".formatted(node, RunId.written(run.getRunId()));
  }

  @Override
  Outcome act(ControlClient control, ByteString run, String why) {
    if (why.isBlank()) {
      throw Refusal.usage("reject takes --why TEXT: the words that the node fails with");
    }
    AnswerApprovalRequest request =
        AnswerApprovalRequest.newBuilder()
            .setRunId(run)
            .setNode(requireNonNull(node))
            .setWhy(why)
            .build();
    AnswerApprovalResponse response = control.call(service -> service.answerApproval(request));
    return new Outcome(response.getRun(), response.getChangedList());
  }
}
