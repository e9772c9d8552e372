package org.cinegraph.cli.show;

import java.util.Comparator;
import java.util.List;
import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.Refusal;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.graph.check.NearestNames;
import org.cinegraph.graph.declaration.DeclarationJson;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.proto.v1.CatalogEntry;
import org.cinegraph.proto.v1.ListNodeTypesRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "show", description = "Show a node type: what it does, its ports, an example")
final class NodesShow extends Verb {
  @Parameters(paramLabel = "TYPE[@N]", description = "A node type; its newest version or the Nth")
  private String type = "";

  @Option(names = "--json", description = "Print the declaration as JSON")
  private boolean json;

  NodesShow(Connect connect, Terminal terminal) {
    super(connect, terminal);
  }

  @Override
  ExitCode ask(ControlClient control) {
    List<CatalogEntry> entries =
        control
            .call(service -> service.listNodeTypes(ListNodeTypesRequest.getDefaultInstance()))
            .getNodeTypesList();
    CatalogEntry entry =
        entries.stream()
            .filter(this::isMeant)
            .max(Comparator.comparingInt(CatalogEntry::getVersion))
            .orElseThrow(() -> unknown(entries));
    if (json) {
      print(NodesList.json(entry));
    } else {
      DeclarationText.lines(DeclarationJson.read(CanonicalJson.parse(entry.getDeclarationJson())))
          .forEach(this::print);
    }
    return ExitCode.OK;
  }

  private boolean isMeant(CatalogEntry entry) {
    return type.equals(entry.getType()) || type.equals(entry.getType() + "@" + entry.getVersion());
  }

  private Refusal unknown(List<CatalogEntry> entries) {
    List<String> known = entries.stream().map(CatalogEntry::getType).distinct().toList();
    String hint =
        NearestNames.of(type, known).stream()
            .findFirst()
            .map(near -> "; did you mean " + near + "?")
            .orElse("; ./cinegraph nodes list shows them");
    return Refusal.usage("There is no node type " + type + hint);
  }
}
