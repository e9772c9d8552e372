package org.cinegraph.cli.show;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.RunId;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.Value;
import org.cinegraph.proto.v1.AuditEntry;
import org.cinegraph.proto.v1.ListAuditRequest;
import org.cinegraph.proto.v1.ListAuditResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `audit`: who did what, when and why.
@Command(name = "audit", description = "List what people did, newest first")
final class AuditCommand extends Verb {
  private static final int PAGE = 100;

  @Option(
      names = "--run",
      paramLabel = "RUN",
      defaultValue = "",
      description = "Of this run and its nodes alone")
  private String run = "";

  @Mixin private final Limit limit = new Limit();

  @Option(names = "--json", description = "Print a JSON list")
  private boolean json;

  AuditCommand(Connect connect, Terminal terminal) {
    super(connect, terminal);
  }

  @Override
  ExitCode ask(ControlClient control) {
    List<AuditEntry> entries = entries(control);
    if (json) {
      print(new Value.Items(entries.stream().map(AuditCommand::json).toList()));
    } else if (entries.isEmpty()) {
      print("Nobody did anything yet");
    } else {
      Table table = new Table("AT", "WHO", "WHAT", "ON", "WHY", "CHANGED");
      entries.forEach(entry ->
          table.row(
              Times.local(entry.getAt()),
              entry.getPrincipal(),
              entry.getVerb(),
              entry.getSubject(),
              entry.getWhy(),
              String.join("; ", entry.getChangedList())));
      print(table);
    }
    return ExitCode.OK;
  }

  private List<AuditEntry> entries(ControlClient control) {
    ByteString of = run.isEmpty() ? ByteString.EMPTY : RunId.find(control, run);
    List<AuditEntry> entries = new ArrayList<>();
    String token = "";
    do {
      ListAuditRequest request =
          ListAuditRequest.newBuilder()
              .setRunId(of)
              .setPageSize(Math.min(PAGE, limit.number() - entries.size()))
              .setPageToken(token)
              .build();
      ListAuditResponse page = control.call(service -> service.listAudit(request));
      entries.addAll(page.getEntriesList());
      token = page.getNextPageToken();
    } while (!token.isEmpty() && entries.size() < limit.number());
    return entries;
  }

  private static Value json(AuditEntry entry) {
    return new FieldWriter()
        .text("at", Times.instant(entry.getAt()).toString())
        .text("who", entry.getPrincipal())
        .text("verb", entry.getVerb())
        .text("subject", entry.getSubject())
        .text("why", entry.getWhy())
        .list("changed", entry.getChangedList(), Value.Text::new)
        .fields();
  }
}
