package org.cinegraph.graph.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.cinegraph.graph.check.GraphLimits;
import org.cinegraph.graph.declaration.InputPort;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.document.NodeKeys;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.Value;

/// What a node can be. A key that says what the node is decides which others it has, and its type
/// what `with` gives.
final class NodeSchema {
  private final SortedMap<String, SortedMap<Integer, NodeDeclaration>> types = new TreeMap<>();
  private final TypeSchema values;

  NodeSchema(List<NodeDeclaration> declarations, TypeSchema values) {
    this.values = values;
    declarations.forEach(declaration ->
        types
            .computeIfAbsent(declaration.type(), _ -> new TreeMap<>())
            .put(declaration.version(), declaration));
  }

  Value node() {
    List<Value> rules = new ArrayList<>();
    NodeKeys.kinds().forEach(kind -> rules.add(form(kind)));
    types.forEach((type, versions) ->
        versions.forEach((version, declaration) -> rules.add(given(declaration, versions))));
    return Schema.of("object")
        .map("properties", keys(), key -> key)
        .put("additionalProperties", new Value.Bool(false))
        .list("oneOf", List.copyOf(NodeKeys.kinds()), NodeSchema::required)
        .list("allOf", rules, rule -> rule)
        .fields();
  }

  /// One for each version of each type: what `with` gives to it.
  SequencedMap<String, Value> definitions() {
    SequencedMap<String, Value> definitions = new LinkedHashMap<>();
    types.values().stream()
        .flatMap(versions -> versions.values().stream())
        .forEach(it -> definitions.put(definition(it), with(it)));
    return definitions;
  }

  private Value with(NodeDeclaration declaration) {
    SequencedMap<String, Value> given = new LinkedHashMap<>();
    declaration.inputs().forEach(it -> given.put(it.name(), values.of(it.type(), it.text())));
    declaration.parameters().forEach(it -> given.put(it.name(), values.of(it)));
    return Schema.of("object")
        .text("description", declaration.title() + ". " + declaration.documentation())
        .map("properties", given, it -> it)
        .list("required", requiredOf(declaration), Value.Text::new)
        .put("additionalProperties", new Value.Bool(false))
        .fields();
  }

  private static List<String> requiredOf(NodeDeclaration declaration) {
    return Stream.concat(
            declaration.inputs().stream().filter(InputPort::required).map(InputPort::name),
            declaration.parameters().stream()
                .filter(it -> it.fallback().isEmpty())
                .map(Parameter::name))
        .toList();
  }

  private static Value given(
      NodeDeclaration declaration, SortedMap<Integer, NodeDeclaration> versions) {
    List<String> written = new ArrayList<>(List.of(pinned(declaration)));
    if (declaration.version() == versions.lastKey()) {
      written.add(declaration.type());
    }
    FieldWriter then =
        new FieldWriter()
            .put(
                "properties",
                new FieldWriter().put("with", Schema.definition(definition(declaration))).fields());
    if (!requiredOf(declaration).isEmpty()) {
      then.list("required", List.of("with"), Value.Text::new);
    }
    return new FieldWriter()
        .put(
            "if",
            new FieldWriter()
                .list("required", List.of("type"), Value.Text::new)
                .put(
                    "properties",
                    new FieldWriter().put("type", Schema.oneOfTexts(written).fields()).fields())
                .fields())
        .put("then", then.fields())
        .fields();
  }

  /// Which keys a node has that has this one.
  private static Value form(String key) {
    return new FieldWriter()
        .put("if", required(key))
        .put(
            "then",
            new FieldWriter()
                .put("propertyNames", Schema.oneOfTexts(NodeKeys.all(key)).fields())
                .fields())
        .fields();
  }

  private static Value required(String key) {
    return new FieldWriter().list("required", List.of(key), Value.Text::new).fields();
  }

  private SequencedMap<String, Value> keys() {
    List<String> written = new ArrayList<>(types.keySet());
    types.values().stream()
        .flatMap(versions -> versions.values().stream())
        .forEach(it -> written.add(pinned(it)));
    SequencedMap<String, Value> keys = new LinkedHashMap<>();
    keys.put("type", Schema.oneOfTexts(written).fields());
    ((Value.Fields) Schema.parse(FIXED)).fields().forEach(keys::put);
    keys.put("retry", Schema.whole(1, GraphLimits.RETRY).fields());
    keys.put("priority", Schema.whole(-GraphLimits.PRIORITY, GraphLimits.PRIORITY).fields());
    return keys;
  }

  private static final String FIXED =
      """
      {
        "with": {"type": "object", "description": "What its ports and parameters are given."},
        "graph": {"type": "string", "description": "The name of an import."},
        "nodes": {"$ref": "#/$defs/nodes"},
        "outputs": {"$ref": "#/$defs/outputs"},
        "approve": {"type": "string", "description": "What a person is asked."},
        "merge": {"type": "array", "minItems": 2, "items": {"$ref": "#/$defs/reference"}},
        "edit": {"type": "array", "items": {"type": "string"}},
        "otherwise": {"enum": ["accept", "reject"]},
        "for-each": {"anyOf": [{"type": "array"}, {"$ref": "#/$defs/reference"}],
          "description": "The list over whose items the node goes."},
        "as": {"$ref": "#/$defs/name"},
        "index": {"$ref": "#/$defs/name"},
        "max-parallel": {"type": "integer", "minimum": 1},
        "on-error": {"enum": ["fail", "skip", "collect"]},
        "when": {"anyOf": [{"type": "boolean"}, {"$ref": "#/$defs/reference"}],
          "description": "False: the node is left out."},
        "default": {"type": "object", "description": "What its outputs are when it is left out."},
        "timeout": {"type": "string", "pattern": "^([0-9]{1,6}h)?([0-9]{1,6}m)?([0-9]{1,9}s)?$",
          "minLength": 2, "description": "Of the work, such as 90s or 1h30m."},
        "cache": {"enum": ["use", "off", "refresh"]},
        "bypass": {"type": "boolean"},
        "needs": {"type": "object", "additionalProperties": false, "properties": {
          "labels": {"type": "array", "items": {"type": "string"}},
          "device": {"enum": ["any", "gpu"]},
          "memory": {"type": "string", "pattern": "^[0-9]{1,9} ?(MiB|GiB)$"}}},
        "title": {"type": "string"},
        "notes": {"type": "string"}
      }
      """;

  private static String pinned(NodeDeclaration declaration) {
    return declaration.type() + "@" + declaration.version();
  }

  private static String definition(NodeDeclaration declaration) {
    return "with-" + declaration.type() + "-" + declaration.version();
  }
}
