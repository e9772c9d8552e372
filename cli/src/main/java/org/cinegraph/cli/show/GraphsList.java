package org.cinegraph.cli.show;

import java.util.ArrayList;
import java.util.List;
import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.Value;
import org.cinegraph.proto.v1.GraphVersion;
import org.cinegraph.proto.v1.ListGraphsRequest;
import org.cinegraph.proto.v1.ListGraphsResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "list", description = "List graphs, or every version of one")
final class GraphsList extends Verb {
  @Parameters(arity = "0..1", paramLabel = "NAME", defaultValue = "", description = "A graph")
  private String name = "";

  @Option(names = "--json", description = "Print a JSON list")
  private boolean json;

  GraphsList(Connect connect, Terminal terminal) {
    super(connect, terminal);
  }

  @Override
  ExitCode ask(ControlClient control) {
    List<GraphVersion> versions = versions(control);
    if (json) {
      print(new Value.Items(versions.stream().map(GraphsList::json).toList()));
    } else if (versions.isEmpty()) {
      print(
          name.isEmpty()
              ? "There are no graphs yet"
              : "There is no graph %s; ./cinegraph graphs list shows them".formatted(name));
    } else {
      Table table = new Table("GRAPH", "VERSION", "STORED");
      versions.forEach(version ->
          table.row(
              version.getName() + "@" + version.getNumber(),
              digest(version).brief(),
              Times.local(version.getStoredAt())));
      print(table);
    }
    return ExitCode.OK;
  }

  private List<GraphVersion> versions(ControlClient control) {
    List<GraphVersion> versions = new ArrayList<>();
    String token = "";
    do {
      ListGraphsRequest request =
          ListGraphsRequest.newBuilder().setName(name).setPageToken(token).build();
      ListGraphsResponse page = control.call(service -> service.listGraphs(request));
      versions.addAll(page.getVersionsList());
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return versions;
  }

  private static Value json(GraphVersion version) {
    return new FieldWriter()
        .text("name", version.getName())
        .integer("number", version.getNumber())
        .text("digest", digest(version).hex())
        .text("storedAt", Times.instant(version.getStoredAt()).toString())
        .fields();
  }

  private static Digest digest(GraphVersion version) {
    return Digest.ofDigestBytes(version.getDigest().toByteArray());
  }
}
