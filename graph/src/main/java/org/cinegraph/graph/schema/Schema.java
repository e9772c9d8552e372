package org.cinegraph.graph.schema;

import java.util.Arrays;
import java.util.List;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.Value;

/// Pieces of JSON Schema.
final class Schema {
  static final Value ANYTHING = new Value.Fields(new java.util.LinkedHashMap<>());

  private Schema() {}

  static FieldWriter of(String type) {
    return new FieldWriter().text("type", type);
  }

  static FieldWriter text(String pattern) {
    return of("string").text("pattern", pattern);
  }

  static FieldWriter whole(long least, long most) {
    return of("integer").integer("minimum", least).integer("maximum", most);
  }

  static FieldWriter oneOfTexts(List<String> texts) {
    return new FieldWriter().list("enum", texts, Value.Text::new);
  }

  static FieldWriter anyOf(Value... schemas) {
    return new FieldWriter().list("anyOf", Arrays.asList(schemas), schema -> schema);
  }

  static Value definition(String name) {
    return new FieldWriter().text("$ref", "#/$defs/" + name).fields();
  }

  /// A mapping from names that authors give.
  static FieldWriter named(Value each) {
    return of("object").put("propertyNames", definition("name")).put("additionalProperties", each);
  }

  /// Written in JSON's own syntax, where that is shorter.
  static Value parse(String json) {
    return CanonicalJson.parse(json);
  }
}
