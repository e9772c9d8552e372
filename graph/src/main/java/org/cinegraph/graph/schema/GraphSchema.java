package org.cinegraph.graph.schema;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cinegraph.graph.check.GraphLimits;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.document.Reference;
import org.cinegraph.graph.type.PortTypes;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.Value;

/// Writes a JSON Schema (draft 2020-12) of all graphs that can be made of some node types. It
/// accepts every graph without problems, except that a null for a key, which the language takes for
/// an absent one, is refused; what a schema cannot say (where references lead, cycles, sizes of the
/// whole) is left to `graphs check`.
public final class GraphSchema {
  private GraphSchema() {}

  /// @param declarations all versions of all types, those of the language among them
  /// @param models names of model packages, for completion
  public static Value write(List<NodeDeclaration> declarations, List<String> models) {
    NodeSchema nodes = new NodeSchema(declarations, new TypeSchema(models));
    SequencedMap<String, Value> definitions = new LinkedHashMap<>();
    definitions.put(
        "name",
        Schema.text("^" + Reference.NAME + "$")
            .integer("maxLength", GraphLimits.NAME_LENGTH)
            .fields());
    definitions.put("reference", Schema.text("^\\$[A-Za-z]|\\$\\{").fields());
    definitions.put("input", input());
    definitions.put("nodes", Schema.named(Schema.definition("node")).fields());
    definitions.put("outputs", Schema.named(Schema.ANYTHING).fields());
    definitions.put("node", nodes.node());
    definitions.putAll(nodes.definitions());
    return Schema.of("object")
        .text("$schema", "https://json-schema.org/draft/2020-12/schema")
        .text("title", "A graph of Cinegraph")
        .put("properties", keys())
        .list("required", List.of("graph", "nodes"), Value.Text::new)
        .put("additionalProperties", new Value.Bool(false))
        .map("$defs", definitions, it -> it)
        .fields();
  }

  private static Value keys() {
    return new FieldWriter()
        .put("graph", described("name", "The name."))
        .put("text", Schema.of("string").text("description", "One line for people.").fields())
        .put("inputs", Schema.named(Schema.definition("input")).fields())
        .put("imports", Schema.named(Schema.of("string").fields()).fields())
        .put("nodes", described("nodes", "What is computed."))
        .put("outputs", described("outputs", "What a run delivers."))
        .fields();
  }

  private static Value described(String definition, String text) {
    return new FieldWriter()
        .text("$ref", "#/$defs/" + definition)
        .text("description", text)
        .fields();
  }

  private static Value input() {
    Value type =
        Schema.text("^(list<)*([a-z]+|choice<[^<>]+>)>*$")
            .list("examples", PortTypes.names(), Value.Text::new)
            .fields();
    return Schema.of("object")
        .put(
            "properties",
            new FieldWriter()
                .put("type", type)
                .put("default", Schema.ANYTHING)
                .put(
                    "range",
                    Schema.parse(
                        "{\"type\":\"array\",\"items\":{\"type\":\"number\"},\"minItems\":2,"
                            + "\"maxItems\":2}"))
                .put("text", Schema.of("string").fields())
                .fields())
        .list("required", List.of("type"), Value.Text::new)
        .put("additionalProperties", new Value.Bool(false))
        .fields();
  }
}
