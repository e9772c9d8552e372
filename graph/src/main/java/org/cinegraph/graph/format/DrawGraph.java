package org.cinegraph.graph.format;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.SequencedSet;
import org.cinegraph.graph.check.InOrder;
import org.cinegraph.graph.document.Expression;
import org.cinegraph.graph.document.GraphBody;
import org.cinegraph.graph.document.GraphDocument;
import org.cinegraph.graph.document.GraphNode;
import org.cinegraph.graph.document.NodeForm;
import org.cinegraph.graph.document.Producers;
import org.cinegraph.graph.document.Reference;

/// A graph for people: its nodes with their producers first, and where each takes from.
public final class DrawGraph {
  private DrawGraph() {}

  /// A line for each node, blocks indented beneath theirs: `video: decode-video <- latents`.
  public static List<String> text(GraphDocument document) {
    List<String> lines = new ArrayList<>();
    body(document.body(), "", lines);
    document
        .outputs()
        .values()
        .forEach(output -> lines.add("=> " + output.name() + "  <- " + written(output.value())));
    return lines;
  }

  private static void body(GraphBody body, String indent, List<String> lines) {
    SequencedMap<String, SequencedSet<String>> producers = Producers.in(body);
    for (String name : InOrder.of(producers)) {
      GraphNode node = node(body, name);
      SequencedSet<String> from = producers.getOrDefault(name, new LinkedHashSet<>());
      lines.add(
          indent
              + name
              + ": "
              + what(node)
              + (from.isEmpty() ? "" : "  <- " + String.join(", ", from)));
      if (node.form() instanceof NodeForm.Block(GraphBody inner)) {
        body(inner, indent + "  ", lines);
      }
    }
  }

  private static String what(GraphNode node) {
    String form =
        switch (node.form()) {
          case NodeForm.OfType type -> type.written();
          case NodeForm.OfGraph graph -> "graph " + graph.graph();
          case NodeForm.Block _ -> "block";
          case NodeForm.Approval _ -> "approval";
          case NodeForm.Merge _ -> "merge";
        };
    String loop = node.loop().map(each -> " for each of " + written(each.over())).orElse("");
    String branch = node.when().map(flag -> " when " + written(flag)).orElse("");
    return form + loop + branch;
  }

  /// A flowchart in the notation of Mermaid; blocks are subgraphs.
  public static List<String> mermaid(GraphDocument document) {
    List<String> lines = new ArrayList<>();
    lines.add("flowchart TD");
    chart(document.body(), "", "  ", lines);
    document
        .outputs()
        .values()
        .forEach(output -> {
          lines.add("  out_%s([%s])".formatted(id(output.name()), output.name()));
          Producers.of(output.value(), document.body())
              .forEach(from -> lines.add("  %s --> out_%s".formatted(id(from), id(output.name()))));
        });
    return lines;
  }

  private static void chart(GraphBody body, String path, String indent, List<String> lines) {
    SequencedMap<String, SequencedSet<String>> producers = Producers.in(body);
    for (String name : InOrder.of(producers)) {
      GraphNode node = node(body, name);
      if (node.form() instanceof NodeForm.Block(GraphBody inner)) {
        lines.add("%ssubgraph %s[\"%s\"]".formatted(indent, id(path + name), label(node)));
        chart(inner, path + name + "/", indent + "  ", lines);
        lines.add(indent + "end");
      } else {
        lines.add("%s%s[\"%s\"]".formatted(indent, id(path + name), label(node)));
      }
    }
    producers.forEach((name, from) ->
        from.forEach(producer ->
            lines.add("%s%s --> %s".formatted(indent, id(path + producer), id(path + name)))));
  }

  private static String label(GraphNode node) {
    return node.name() + "<br/>" + what(node).replace("\"", "#quot;");
  }

  /// Names of Mermaid have no hyphen and no slash.
  private static String id(String name) {
    return "n_" + name.replace('-', '_').replace('/', '_');
  }

  private static String written(Expression value) {
    return switch (value) {
      case Expression.Link(Reference reference, var _) -> reference.written();
      case Expression.Literal _ -> "a literal";
      case Expression.Template _,
          Expression.Items _,
          Expression.Fields _,
          Expression.Unreadable _ ->
          String.join(", ", value.references().map(Reference::written).distinct().toList());
    };
  }

  private static GraphNode node(GraphBody body, String name) {
    GraphNode node = body.nodes().get(name);
    if (node == null) {
      throw new IllegalArgumentException("No node " + name);
    }
    return node;
  }
}
