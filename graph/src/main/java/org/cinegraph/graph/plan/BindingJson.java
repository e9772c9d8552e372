package org.cinegraph.graph.plan;

import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.value.FieldReader;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.PortValueJson;
import org.cinegraph.graph.value.Value;

/// The JSON form of a binding, in stored plans.
final class BindingJson {
  private BindingJson() {}

  static Value write(Binding binding) {
    return switch (binding) {
      case Binding.FromNode(int node, String port, Optional<Digest> key) ->
          new FieldWriter()
              .integer("node", node)
              .text("port", port)
              .optional("producerKey", key, PlanJson::writeDigest)
              .fields();
      case Binding.Given given ->
          new FieldWriter().put("given", PortValueJson.write(given.value())).fields();
      case Binding.Listed(List<Binding> items) ->
          new FieldWriter().list("items", items, BindingJson::write).fields();
      case Binding.Mapped(SequencedMap<String, Binding> fields) ->
          new FieldWriter().map("fields", fields, BindingJson::write).fields();
    };
  }

  static Binding read(Value json) {
    FieldReader fields = FieldReader.of("binding", json);
    if (fields.optional("given").isPresent()) {
      return new Binding.Given(PortValueJson.read(fields.value("given")));
    }
    if (fields.optional("items").isPresent()) {
      return new Binding.Listed(fields.list("items", BindingJson::read));
    }
    return fields.optional("fields").isPresent()
        ? new Binding.Mapped(fields.map("fields", BindingJson::read))
        : readFromNode(json);
  }

  static Binding.FromNode readFromNode(Value json) {
    FieldReader fields = FieldReader.of("binding", json);
    return new Binding.FromNode(
        fields.number("node"), fields.text("port"), PlanJson.readDigest(fields, "producerKey"));
  }
}
