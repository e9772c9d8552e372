package org.cinegraph.cli.run;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.Value;
import org.cinegraph.proto.v1.GetGraphResponse;
import org.cinegraph.proto.v1.GetRunResponse;
import org.cinegraph.proto.v1.ImportedFile;
import org.cinegraph.proto.v1.ModelPackage;
import org.cinegraph.proto.v1.NamedValue;
import org.cinegraph.proto.v1.NodeRun;
import org.cinegraph.proto.v1.PortValue;

/// What a delivered file says of itself: graph with all that it imports, inputs, which part of the
/// graph was run, node types with their versions, model packages with their digests. No run, no
/// time, no machine: the same request gives the same bytes. [StampedRun] reads it.
final class StampText {
  static final String GRAPH = "graph";
  static final String GRAPH_VERSION = "graphVersion";
  static final String IMPORTS = "imports";
  static final String INPUTS = "inputs";
  static final String ONLY = "only";
  static final String UNTIL = "until";
  static final String DIGEST = "sha256";

  private static final int FORMAT = 1;

  /// A graph that does not fit into one message to a control plane can be submitted by nobody, and
  /// would only make every picture of a run large.
  private static final int MOST_BYTES_OF_GRAPH = 3 * 1024 * 1024;

  private StampText() {}

  static String of(GetGraphResponse graph, GetRunResponse run) {
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
    FieldWriter stamp =
        new FieldWriter()
            .integer("cinegraph", FORMAT)
            .text(GRAPH_VERSION, hex(graph.getVersion().getDigest().toByteArray()))
            .put(INPUTS, inputs.fields())
            .put("nodes", nodes.fields())
            .put("models", models.fields());
    addGraph(stamp, graph);
    addPart(stamp, ONLY, run.getOptions().getOnly());
    addPart(stamp, UNTIL, run.getOptions().getUntil());
    return CanonicalJson.write(stamp.fields());
  }

  private static void addGraph(FieldWriter stamp, GetGraphResponse graph) {
    FieldWriter imports = new FieldWriter();
    int bytes = graph.getCanonicalJsonBytes().size();
    for (ImportedFile file : graph.getImportsList()) {
      bytes += file.getContent().size();
      String content = file.getContent().toString(StandardCharsets.UTF_8);
      imports.put(file.getPath(), CanonicalJson.parse(content));
    }
    if (bytes <= MOST_BYTES_OF_GRAPH) {
      stamp.put(GRAPH, CanonicalJson.parse(graph.getCanonicalJson()));
      if (graph.getImportsCount() > 0) {
        stamp.put(IMPORTS, imports.fields());
      }
    }
  }

  private static void addPart(FieldWriter stamp, String name, String node) {
    if (!node.isEmpty()) {
      stamp.text(name, node);
    }
  }

  private static Value value(PortValue value) {
    return switch (value.getKindCase()) {
      case JSON -> CanonicalJson.parse(value.getJson());
      case ARTIFACT ->
          new FieldWriter()
              .text(DIGEST, hex(value.getArtifact().getDigest().toByteArray()))
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
