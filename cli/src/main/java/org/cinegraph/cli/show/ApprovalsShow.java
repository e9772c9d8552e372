package org.cinegraph.cli.show;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.Refusal;
import org.cinegraph.cli.client.RunId;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.cli.run.ShownFiles;
import org.cinegraph.proto.v1.Approval;
import org.cinegraph.proto.v1.JudgedValue;
import org.cinegraph.proto.v1.ListApprovalsRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "show", description = "Show what a node of a run asks, and what is to be judged")
final class ApprovalsShow extends Verb {
  @Parameters(
      index = "0",
      paramLabel = "RUN",
      description = "A run id, or a unique beginning or end of one")
  private @Nullable String run;

  @Parameters(index = "1", paramLabel = "NODE", description = "A node that asks a person")
  private @Nullable String node;

  @Option(names = "--out", paramLabel = "DIR", description = "Bring what is to be judged there")
  private @Nullable Path out;

  @Option(names = "--json", description = "Print a JSON object")
  private boolean json;

  ApprovalsShow(Connect connect, Terminal terminal) {
    super(connect, terminal);
  }

  @Override
  ExitCode ask(ControlClient control) {
    Approval approval = newest(control);
    SequencedMap<String, Path> files =
        out == null
            ? new LinkedHashMap<>()
            : ShownFiles.write(
                control, out, approval.getShownList().stream().map(JudgedValue::getValue).toList());
    if (json) {
      print(ApprovalText.json(approval, files));
    } else {
      ApprovalText.lines(approval).forEach(this::print);
      files.values().forEach(file -> print(file.toString()));
    }
    return ExitCode.OK;
  }

  private Approval newest(ControlClient control) {
    ByteString id = RunId.find(control, requireNonNull(run));
    ListApprovalsRequest request =
        ListApprovalsRequest.newBuilder()
            .setRunId(id)
            .setNode(requireNonNull(node))
            .setAll(true)
            .setPageSize(500)
            .build();
    List<Approval> approvals =
        control.call(service -> service.listApprovals(request)).getApprovalsList();
    if (approvals.isEmpty()) {
      throw Refusal.usage(
          "Node %s of run %s has asked nobody; ./cinegraph approvals list shows who does"
              .formatted(node, RunId.written(id)));
    }
    return approvals.getLast();
  }
}
