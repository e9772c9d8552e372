package org.cinegraph.cli.show;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.RunId;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.graph.value.Value;
import org.cinegraph.proto.v1.Approval;
import org.cinegraph.proto.v1.ListApprovalsRequest;
import org.cinegraph.proto.v1.ListApprovalsResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "list", description = "List what runs ask persons, the oldest first")
final class ApprovalsList extends Verb {
  private static final int PAGE = 100;

  @Option(names = "--run", paramLabel = "RUN", defaultValue = "", description = "Of this run alone")
  private String run = "";

  @Option(names = "--all", description = "Also what is answered or needs no answer any more")
  private boolean all;

  @Mixin private final Limit limit = new Limit();

  @Option(names = "--json", description = "Print a JSON list")
  private boolean json;

  ApprovalsList(Connect connect, Terminal terminal) {
    super(connect, terminal);
  }

  @Override
  ExitCode ask(ControlClient control) {
    List<Approval> approvals = approvals(control);
    if (json) {
      print(new Value.Items(approvals.stream().map(ApprovalText::json).toList()));
    } else if (approvals.isEmpty()) {
      print("No run waits for a person");
    } else {
      Table table = new Table("RUN", "GRAPH", "NODE", "ASKED", "STATE", "QUESTION");
      approvals.forEach(approval ->
          table.row(
              RunId.written(approval.getRunId()),
              approval.getGraph(),
              approval.getNode(),
              Times.local(approval.getAskedAt()),
              ApprovalText.state(approval),
              approval.getQuestion().lines().findFirst().orElse("")));
      print(table);
    }
    return ExitCode.OK;
  }

  private List<Approval> approvals(ControlClient control) {
    ByteString of = run.isEmpty() ? ByteString.EMPTY : RunId.find(control, run);
    List<Approval> approvals = new ArrayList<>();
    String token = "";
    do {
      ListApprovalsRequest request =
          ListApprovalsRequest.newBuilder()
              .setRunId(of)
              .setAll(all)
              .setPageSize(Math.min(PAGE, limit.number() - approvals.size()))
              .setPageToken(token)
              .build();
      ListApprovalsResponse page = control.call(service -> service.listApprovals(request));
      approvals.addAll(page.getApprovalsList());
      token = page.getNextPageToken();
    } while (!token.isEmpty() && approvals.size() < limit.number());
    return approvals;
  }
}
