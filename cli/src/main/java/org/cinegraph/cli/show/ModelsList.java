package org.cinegraph.cli.show;

import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.Value;
import org.cinegraph.proto.v1.ListNodeTypesRequest;
import org.cinegraph.proto.v1.ListNodeTypesResponse;
import org.cinegraph.proto.v1.ModelPackage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "list", description = "List the model packages that workers have")
final class ModelsList extends Verb {
  @Option(names = "--json", description = "Print a JSON list")
  private boolean json;

  ModelsList(Connect connect, Terminal terminal) {
    super(connect, terminal);
  }

  @Override
  ExitCode ask(ControlClient control) {
    ListNodeTypesResponse response =
        control.call(service -> service.listNodeTypes(ListNodeTypesRequest.getDefaultInstance()));
    if (json) {
      print(
          new Value.Items(response.getModelPackagesList().stream().map(ModelsList::json).toList()));
      return ExitCode.OK;
    }
    Table table = new Table("MODEL", "BYTES", "DIGEST");
    response
        .getModelPackagesList()
        .forEach(model ->
            table.row(model.getName(), String.valueOf(model.getBytes()), digest(model).brief()));
    print(table);
    response
        .getUnusableModelPackagesList()
        .forEach(
            model -> print("%s cannot be used: %s".formatted(model.getName(), model.getWhy())));
    return ExitCode.OK;
  }

  private static Value json(ModelPackage model) {
    return new FieldWriter()
        .text("name", model.getName())
        .integer("bytes", model.getBytes())
        .text("digest", digest(model).hex())
        .fields();
  }

  private static Digest digest(ModelPackage model) {
    return Digest.ofDigestBytes(model.getDigest().toByteArray());
  }
}
