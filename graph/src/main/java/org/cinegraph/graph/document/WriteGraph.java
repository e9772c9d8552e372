package org.cinegraph.graph.document;

import java.util.SequencedMap;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.Value;

/// Writes a document as the value that reading it would give, without what says nothing.
public final class WriteGraph {
  private WriteGraph() {}

  /// @param document one without problems
  /// @param imports what each import is written as; the others stay as they are
  public static Value.Fields write(
      GraphDocument document, SequencedMap<String, GraphImport.Target> imports) {
    FieldWriter graph = new FieldWriter().text("graph", document.name());
    graph.optional("text", document.text(), Value.Text::new);
    if (!document.inputs().isEmpty()) {
      graph.map("inputs", document.inputs(), WriteGraph::input);
    }
    if (!document.imports().isEmpty()) {
      graph.map(
          "imports",
          document.imports(),
          it -> new Value.Text(imports.getOrDefault(it.name(), it.target()).written()));
    }
    return WriteNode.body(graph, document.body()).fields();
  }

  private static Value input(GraphInput input) {
    return new FieldWriter()
        .text("type", input.type().written())
        .optional("default", input.fallback(), it -> WriteExpression.literal(it.value()))
        .optional("range", input.range(), WriteExpression::range)
        .optional("text", input.text(), Value.Text::new)
        .fields();
  }
}
