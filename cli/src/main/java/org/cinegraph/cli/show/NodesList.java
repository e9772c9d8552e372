package org.cinegraph.cli.show;

import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.graph.declaration.DeclarationJson;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.Value;
import org.cinegraph.proto.v1.CatalogEntry;
import org.cinegraph.proto.v1.ListNodeTypesRequest;
import org.cinegraph.proto.v1.ListNodeTypesResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "list", description = "List node types, the words of graphs")
final class NodesList extends Verb {
  @Option(names = "--json", description = "Print a JSON list of declarations")
  private boolean json;

  NodesList(Connect connect, Terminal terminal) {
    super(connect, terminal);
  }

  @Override
  ExitCode ask(ControlClient control) {
    ListNodeTypesResponse response =
        control.call(service -> service.listNodeTypes(ListNodeTypesRequest.getDefaultInstance()));
    if (json) {
      print(new Value.Items(response.getNodeTypesList().stream().map(NodesList::json).toList()));
      return ExitCode.OK;
    }
    Table table = new Table("TYPE", "OFFERED", "TITLE");
    response
        .getNodeTypesList()
        .forEach(entry ->
            table.row(
                entry.getType() + "@" + entry.getVersion(),
                offered(entry),
                DeclarationJson.read(CanonicalJson.parse(entry.getDeclarationJson())).title()));
    print(table);
    return ExitCode.OK;
  }

  private static String offered(CatalogEntry entry) {
    if (entry.getOfLanguage()) {
      return "always";
    }
    return entry.getOffered() ? "yes" : "no";
  }

  static Value json(CatalogEntry entry) {
    return new FieldWriter()
        .put("declaration", CanonicalJson.parse(entry.getDeclarationJson()))
        .flag("offered", entry.getOffered())
        .flag("ofLanguage", entry.getOfLanguage())
        .fields();
  }
}
