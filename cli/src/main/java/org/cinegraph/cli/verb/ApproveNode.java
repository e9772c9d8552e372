package org.cinegraph.cli.verb;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "approve", description = "Accept what a node of a run shows, so that it goes on")
final class ApproveNode extends RunAct {
  @Parameters(index = "1", paramLabel = "NODE", description = "A node that waits for a person")
  private @Nullable String node;

  @Option(
      names = "--edit",
      paramLabel = "NAME=VALUE",
      description = "Put another value in the place of one that is shown")
  private final List<String> edits = new ArrayList<>();

  ApproveNode(Connect connect, Terminal terminal) {
    super(connect, terminal);
  }

  @Override
  String standing(RunSummary run) {
    return "node %s of run %s was accepted so before"
        .formatted(node, RunId.written(run.getRunId()));
  }

  @Override
  Outcome act(ControlClient control, ByteString run, String why) {
    AnswerApprovalRequest request =
        AnswerApprovalRequest.newBuilder()
            .setRunId(run)
            .setNode(requireNonNull(node))
            .setAccept(true)
            .putAllEdits(read(edits))
            .setWhy(why)
            .build();
    AnswerApprovalResponse response = control.call(service -> service.answerApproval(request));
    return new Outcome(response.getRun(), response.getChangedList());
  }

  private static SequencedMap<String, String> read(List<String> edits) {
    SequencedMap<String, String> read = new LinkedHashMap<>();
    for (String edit : edits) {
      int equals = edit.indexOf('=');
      if (equals < 1) {
        throw Refusal.usage("--edit takes NAME=VALUE, found \"%s\"".formatted(edit));
      }
      if (read.put(edit.substring(0, equals), edit.substring(equals + 1)) != null) {
        throw Refusal.usage("%s is edited twice".formatted(edit.substring(0, equals)));
      }
    }
    return read;
  }
}
