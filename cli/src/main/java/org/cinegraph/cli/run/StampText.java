package org.cinegraph.cli.run;

import java.util.Comparator;
import org.cinegraph.graph.digest.CanonicalGraph;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.document.GraphDocument;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.Value;
import org.cinegraph.proto.v1.GetRunResponse;
import org.cinegraph.proto.v1.ModelPackage;
import org.cinegraph.proto.v1.NamedValue;
import org.cinegraph.proto.v1.NodeRun;
import org.cinegraph.proto.v1.PortValue;

/// What a delivered file says of itself: graph, inputs, node types with their versions, model
/// packages with their digests. No run, no time, no machine: the same request gives the same bytes.
final class StampText {
  private static final int FORMAT = 1;

  private StampText() {}

  static String of(GraphDocument graph, GetRunResponse run) {
    FieldWriter nodes = new FieldWriter();
    run.getNodesList().stream()
        .sorted(Comparator.comparing(NodeRun::getName))
        .forEach(node -> nodes.text(node.getName(), node.getType() + "@" + node.getVersion()));
    FieldWriter models = new FieldWriter();
    for (ModelPackage model : run.getModelPackagesList()) {
      models.text(model.getName(), hex(model.getDigest().toByteArray()));
    }
    FieldWriter inputs = new FieldWriter();
    for (NamedValue input : run.getInputsList()) {
      inputs.put(input.getName(), value(input.getValue()));
    }
    CanonicalGraph canonical = CanonicalGraph.of(graph);
    return CanonicalJson.write(
        new FieldWriter()
            .integer("cinegraph", FORMAT)
            .text("graphVersion", canonical.version().hex())
            .put("graph", CanonicalJson.parse(canonical.json()))
            .put("inputs", inputs.fields())
            .put("nodes", nodes.fields())
            .put("models", models.fields())
            .fields());
  }

  private static Value value(PortValue value) {
    return switch (value.getKindCase()) {
      case JSON -> CanonicalJson.parse(value.getJson());
      case ARTIFACT ->
          new FieldWriter()
              .text("sha256", hex(value.getArtifact().getDigest().toByteArray()))
              .fields();
      case MANY ->
          new Value.Items(value.getMany().getValuesList().stream().map(StampText::value).toList());
      case KIND_NOT_SET -> new Value.Nothing();
    };
  }

  private static String hex(byte[] digest) {
    return Digest.ofDigestBytes(digest).hex();
  }
}
