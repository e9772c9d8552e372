package org.cinegraph.graph.digest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cinegraph.graph.document.Argument;
import org.cinegraph.graph.document.GraphDocument;
import org.cinegraph.graph.document.GraphInput;
import org.cinegraph.graph.document.GraphNode;
import org.cinegraph.graph.document.GraphOutput;
import org.cinegraph.graph.document.Reference;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.Value;

/// The one form of a graph that its version is the digest of. Comments, key order, YAML or JSON,
/// and spelled-out defaults of the language (`priority: 0`) do not show in it. It is itself a graph
/// document, and its own canonical form.
///
/// @param json the document as canonical JSON text
/// @param version the name of the graph version
public record CanonicalGraph(String json, Digest version) {

  /// @param document one without problems
  public static CanonicalGraph of(GraphDocument document) {
    FieldWriter graph = new FieldWriter().text("graph", document.name());
    if (!document.inputs().isEmpty()) {
      graph.map("inputs", document.inputs(), CanonicalGraph::input);
    }
    graph.map("nodes", document.nodes(), CanonicalGraph::node);
    if (!document.outputs().isEmpty()) {
      graph.map("outputs", document.outputs(), CanonicalGraph::output);
    }
    String json = CanonicalJson.write(graph.fields());
    return new CanonicalGraph(json, Digest.of(json));
  }

  private static Value input(GraphInput input) {
    return new FieldWriter()
        .text("type", input.type().written())
        .optional("default", input.fallback(), fallback -> escaped(fallback.value()))
        .optional("text", input.text(), Value.Text::new)
        .fields();
  }

  private static Value node(GraphNode node) {
    FieldWriter fields = new FieldWriter().text("type", node.writtenType());
    if (!node.with().isEmpty()) {
      fields.map("with", node.with(), CanonicalGraph::argument);
    }
    GraphNode.Control control = node.control();
    fields.optional("retry", control.retry(), retry -> new Value.Int(retry));
    fields.optional(
        "timeout", control.timeout(), timeout -> new Value.Text(timeout.toSeconds() + "s"));
    if (control.priority() != 0) {
      fields.integer("priority", control.priority());
    }
    return fields.fields();
  }

  private static Value output(GraphOutput output) {
    return reference(output.reference());
  }

  private static Value argument(Argument argument) {
    return switch (argument) {
      case Argument.Literal literal -> escaped(literal.value());
      case Argument.Link link -> reference(link.reference());
      case Argument.Unreadable _ ->
          throw new IllegalArgumentException("A document with problems has no canonical form");
    };
  }

  private static Value reference(Reference reference) {
    return new Value.Text(reference.written());
  }

  /// A literal text that begins with a dollar must not be read back as a reference.
  private static Value escaped(Value value) {
    return switch (value) {
      case Value.Text(String text) when text.startsWith("$") -> new Value.Text("$" + text);
      case Value.Items(List<Value> items) ->
          new Value.Items(items.stream().map(CanonicalGraph::escaped).toList());
      case Value.Fields(SequencedMap<String, Value> fields) -> {
        SequencedMap<String, Value> all = new LinkedHashMap<>();
        fields.forEach((key, field) -> all.put(key, escaped(field)));
        yield new Value.Fields(all);
      }
      case Value.Nothing _, Value.Text _, Value.Int _, Value.Float _, Value.Bool _ -> value;
    };
  }
}
