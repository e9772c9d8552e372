package org.cinegraph.cli.history;

import org.cinegraph.cli.client.RunId;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.Value;
import org.cinegraph.proto.v1.ArtifactUse;
import org.cinegraph.proto.v1.GetLineageResponse;
import org.cinegraph.proto.v1.LineageInput;
import org.cinegraph.proto.v1.LineageNode;

/// Where an artifact comes from, for scripts.
public final class LineageJson {
  private LineageJson() {}

  public static FieldWriter of(GetLineageResponse lineage) {
    FieldWriter fields =
        new FieldWriter()
            .text("artifact", Wording.hex(lineage.getArtifact().getDigest()))
            .text("mediaType", lineage.getArtifact().getMediaType())
            .integer("bytes", lineage.getArtifact().getBytes())
            .list("runs", lineage.getUsesList(), LineageJson::use)
            .list("nodes", lineage.getNodesList(), LineageJson::node);
    if (lineage.hasMadeBy()) {
      fields
          .text("run", RunId.written(lineage.getMadeBy().getRunId()))
          .text("node", lineage.getMadeBy().getNode())
          .text("graph", lineage.getGraph().getName())
          .integer("graphNumber", lineage.getGraph().getNumber())
          .text("graphVersion", Wording.hex(lineage.getGraph().getDigest()));
    }
    return fields;
  }

  private static Value use(ArtifactUse use) {
    return new FieldWriter()
        .text("run", RunId.written(use.getRunId()))
        .text("graph", use.getGraph())
        .text("submittedAt", TimelineJson.time(use.getSubmittedAt()))
        .text("name", use.getName())
        .text("how", use.getHow())
        .fields();
  }

  private static Value node(LineageNode node) {
    FieldWriter fields =
        new FieldWriter()
            .text("name", node.getName())
            .text("type", node.getType() + "@" + node.getVersion())
            .text("program", Wording.hex(node.getProgramDigest()))
            .text("state", Wording.state(node.getState()))
            .put("parameters", CanonicalJson.parse(node.getParametersJson()))
            .list("inputs", node.getInputsList(), LineageJson::input)
            .list(
                "models",
                node.getModelPackagesList(),
                model ->
                    new FieldWriter()
                        .text("name", model.getName())
                        .text("digest", Wording.hex(model.getDigest()))
                        .fields())
            .list("attempts", node.getAttemptsList(), TimelineJson::attempt)
            .flag("numericallyEquivalent", node.getNumericallyEquivalent());
    if (!node.getMemoKey().isEmpty()) {
      fields.text("memoKey", Wording.hex(node.getMemoKey()));
    }
    return fields.fields();
  }

  private static Value input(LineageInput input) {
    FieldWriter fields = new FieldWriter().text("port", input.getPort());
    if (!input.getNode().isEmpty()) {
      return fields.text("node", input.getNode()).text("nodePort", input.getNodePort()).fields();
    }
    return switch (input.getValue().getKindCase()) {
      case JSON -> fields.put("value", CanonicalJson.parse(input.getValue().getJson())).fields();
      case ARTIFACT ->
          fields.text("artifact", Wording.hex(input.getValue().getArtifact().getDigest())).fields();
      case MANY -> fields.integer("values", input.getValue().getMany().getValuesCount()).fields();
      case KIND_NOT_SET -> fields.fields();
    };
  }
}
