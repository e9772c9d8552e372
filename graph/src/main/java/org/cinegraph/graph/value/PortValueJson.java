package org.cinegraph.graph.value;

import java.util.List;

/// The JSON form of what a port carries: `{"inline": …}`, `{"artifact": {…}}` or `{"many": […]}`.
public final class PortValueJson {
  private PortValueJson() {}

  public static Value write(PortValue value) {
    FieldWriter writer = new FieldWriter();
    return switch (value) {
      case PortValue.Inline(Value inline) -> writer.put("inline", inline).fields();
      case PortValue.Artifact(ArtifactReference reference) ->
          writer.put("artifact", ArtifactReferenceJson.write(reference)).fields();
      case PortValue.Many(List<PortValue> values) ->
          writer.list("many", values, PortValueJson::write).fields();
    };
  }

  public static PortValue read(Value json) {
    FieldReader fields = FieldReader.of("port value", json);
    if (fields.fields().size() != 1) {
      throw new UnreadableJsonException("A port value must have exactly one field");
    }
    String kind = fields.fields().firstEntry().getKey();
    return switch (kind) {
      case "inline" -> new PortValue.Inline(fields.value("inline"));
      case "artifact" -> new PortValue.Artifact(ArtifactReferenceJson.read(fields.value(kind)));
      case "many" -> new PortValue.Many(fields.list("many", PortValueJson::read));
      default ->
          throw new UnreadableJsonException(
              "A port value must be inline, artifact or many, found " + kind);
    };
  }
}
