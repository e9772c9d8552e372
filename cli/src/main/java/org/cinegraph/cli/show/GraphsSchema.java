package org.cinegraph.cli.show;

import java.util.List;
import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.graph.declaration.DeclarationJson;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.schema.GraphSchema;
import org.cinegraph.proto.v1.ListNodeTypesRequest;
import org.cinegraph.proto.v1.ListNodeTypesResponse;
import org.cinegraph.proto.v1.ModelPackage;
import picocli.CommandLine.Command;

@Command(
    name = "schema",
    description = "Print a JSON Schema of graphs, with which editors complete and check them")
final class GraphsSchema extends Verb {
  GraphsSchema(Connect connect, Terminal terminal) {
    super(connect, terminal);
  }

  @Override
  ExitCode ask(ControlClient control) {
    ListNodeTypesResponse catalog =
        control.call(service -> service.listNodeTypes(ListNodeTypesRequest.getDefaultInstance()));
    List<NodeDeclaration> declarations =
        catalog.getNodeTypesList().stream()
            .map(entry -> DeclarationJson.read(CanonicalJson.parse(entry.getDeclarationJson())))
            .toList();
    List<String> models =
        catalog.getModelPackagesList().stream().map(ModelPackage::getName).distinct().toList();
    print(GraphSchema.write(declarations, models));
    return ExitCode.OK;
  }
}
