package org.cinegraph.graph.document;

import java.time.Duration;
import java.util.Locale;
import org.cinegraph.graph.document.Control.Needs;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.Value;

/// Writes nodes and outputs.
final class WriteNode {
  private WriteNode() {}

  static FieldWriter body(FieldWriter fields, GraphBody body) {
    fields.map("nodes", body.nodes(), WriteNode::node);
    if (!body.outputs().isEmpty()) {
      fields.map("outputs", body.outputs(), output -> WriteExpression.write(output.value()));
    }
    return fields;
  }

  private static Value node(GraphNode node) {
    FieldWriter fields = new FieldWriter();
    form(fields, node.form());
    if (!node.with().isEmpty()) {
      fields.map("with", node.with(), given -> WriteExpression.write(given.value()));
    }
    node.loop().ifPresent(loop -> loop(fields, loop));
    fields.optional("when", node.when(), WriteExpression::write);
    if (!node.fallbacks().isEmpty()) {
      fields.map("default", node.fallbacks(), given -> WriteExpression.write(given.value()));
    }
    control(fields, node.control());
    return fields
        .optional("title", node.remarks().title(), Value.Text::new)
        .optional("notes", node.remarks().notes(), Value.Text::new)
        .fields();
  }

  private static void form(FieldWriter fields, NodeForm form) {
    switch (form) {
      case NodeForm.OfType type -> fields.text("type", type.written());
      case NodeForm.OfGraph graph -> fields.text("graph", graph.graph());
      case NodeForm.Block block -> body(fields, block.body());
      case NodeForm.Approval approval -> approval(fields, approval);
      case NodeForm.Merge merge -> fields.list("merge", merge.candidates(), WriteExpression::write);
    }
  }

  private static void approval(FieldWriter fields, NodeForm.Approval approval) {
    fields.text("approve", approval.question());
    if (!approval.edit().isEmpty()) {
      fields.list("edit", approval.edit(), Value.Text::new);
    }
    fields.optional("timeout", approval.timeout(), WriteNode::duration);
    if (approval.timeout().isPresent()) {
      fields.text("otherwise", approval.acceptedAtTimeout() ? "accept" : "reject");
    }
  }

  private static void loop(FieldWriter fields, Loop loop) {
    fields.put("for-each", WriteExpression.write(loop.over()));
    if (!loop.item().equals(Loop.ITEM)) {
      fields.text("as", loop.item());
    }
    if (!loop.index().equals(Loop.INDEX)) {
      fields.text("index", loop.index());
    }
    fields.optional("max-parallel", loop.mostAtOnce(), most -> new Value.Int(most));
    if (loop.onError() != Loop.OnError.FAIL) {
      fields.text("on-error", word(loop.onError()));
    }
  }

  private static void control(FieldWriter fields, Control control) {
    fields.optional("retry", control.retry(), retry -> new Value.Int(retry));
    fields.optional("timeout", control.timeout(), WriteNode::duration);
    if (control.priority() != 0) {
      fields.integer("priority", control.priority());
    }
    if (control.cache() != Control.Cache.USE) {
      fields.text("cache", word(control.cache()));
    }
    if (control.bypass()) {
      fields.flag("bypass", true);
    }
    if (!control.needs().equals(Needs.NOTHING)) {
      fields.put("needs", needs(control.needs()));
    }
  }

  private static Value needs(Needs needs) {
    FieldWriter fields = new FieldWriter();
    if (!needs.labels().isEmpty()) {
      fields.list("labels", needs.labels().stream().toList(), Value.Text::new);
    }
    return fields
        .optional("device", needs.device(), device -> new Value.Text(word(device)))
        .optional("memory", needs.memoryBytes(), bytes -> new Value.Text(BytesText.written(bytes)))
        .fields();
  }

  private static Value duration(Duration duration) {
    return new Value.Text(duration.toSeconds() + "s");
  }

  private static String word(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }
}
