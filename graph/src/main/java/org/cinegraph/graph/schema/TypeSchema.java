package org.cinegraph.graph.schema;

import java.util.List;
import java.util.Optional;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.type.Dtype;
import org.cinegraph.graph.type.ModelName;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.Value;

/// What can be written for a port or parameter: a value of its type or a reference. Whether a
/// reference leads to a value of the type, `graphs check` knows.
record TypeSchema(List<String> models) {
  private static final Value REFERENCE = Schema.definition("reference");

  Value of(PortType type, String text) {
    return described(type, Optional.empty(), text).fields();
  }

  Value of(Parameter parameter) {
    FieldWriter schema = described(parameter.type(), parameter.range(), parameter.text());
    return schema
        .optional("default", parameter.fallback().filter(_ -> !parameter.isOpen()), value -> value)
        .fields();
  }

  private FieldWriter described(PortType type, Optional<Parameter.Range> range, String text) {
    return Schema.anyOf(written(type, range), REFERENCE)
        .text("description", "%s (%s)".formatted(text, type.written()));
  }

  private Value written(PortType type, Optional<Parameter.Range> range) {
    return switch (type) {
      case PortType.Text() -> Schema.of("string").fields();
      case PortType.Int() -> ranged(Schema.of("integer"), range);
      case PortType.Float() -> ranged(Schema.of("number"), range);
      case PortType.Boolean() -> Schema.of("boolean").fields();
      case PortType.Choice(List<String> options) -> Schema.oneOfTexts(options).fields();
      case PortType.Model() -> Schema.anyOf(packageName(), composed()).fields();
      case PortType.ListOf(PortType element) ->
          Schema.of("array")
              .put("items", Schema.anyOf(written(element, Optional.empty()), REFERENCE).fields())
              .fields();
      case PortType.Json(), PortType.Any() -> Schema.ANYTHING;
      case PortType.Conditioning(),
          PortType.Latents(),
          PortType.Image(),
          PortType.Mask(),
          PortType.Video(),
          PortType.Audio(),
          PortType.Pose(),
          PortType.Planes() ->
          REFERENCE;
    };
  }

  private Value packageName() {
    return Schema.of("string").list("examples", models, Value.Text::new).fields();
  }

  private Value composed() {
    Value name = Schema.anyOf(packageName(), REFERENCE).fields();
    return Schema.of("object")
        .list("required", List.of(ModelName.BASE), Value.Text::new)
        .put(
            "properties",
            new FieldWriter()
                .put(
                    ModelName.DTYPE,
                    Schema.anyOf(Schema.oneOfTexts(Dtype.names()).fields(), REFERENCE).fields())
                .put(
                    ModelName.VARIANT,
                    Schema.anyOf(Schema.of("string").fields(), REFERENCE).fields())
                .fields())
        .put("additionalProperties", name)
        .fields();
  }

  private static Value ranged(FieldWriter schema, Optional<Parameter.Range> range) {
    return schema
        .optional("minimum", range, it -> new Value.Float(it.least()))
        .optional("maximum", range, it -> new Value.Float(it.most()))
        .fields();
  }
}
