package org.cinegraph.cli.show;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cinegraph.graph.declaration.InputPort;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.OutputPort;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.digest.CanonicalJson;

/// A node type's declaration as help text.
final class DeclarationText {
  private DeclarationText() {}

  static List<String> lines(NodeDeclaration node) {
    List<String> lines = new ArrayList<>();
    lines.add("%s@%d: %s".formatted(node.type(), node.version(), node.title()));
    lines.add("");
    node.documentation().strip().lines().forEach(lines::add);
    section(lines, "Inputs", node.inputs().stream().map(DeclarationText::input).toList());
    section(
        lines, "Parameters", node.parameters().stream().map(DeclarationText::parameter).toList());
    section(lines, "Outputs", node.outputs().stream().map(DeclarationText::output).toList());
    section(lines, "Example", node.example().strip().lines().toList());
    return lines;
  }

  private static void section(List<String> lines, String title, List<String> content) {
    if (!content.isEmpty()) {
      lines.add("");
      lines.add(title + ":");
      content.forEach(line -> lines.add("  " + line));
    }
  }

  private static String input(InputPort port) {
    return "%s  %s%s  %s"
        .formatted(
            port.name(), port.type().written(), port.required() ? "" : ", optional", port.text());
  }

  private static String parameter(Parameter parameter) {
    StringBuilder line = new StringBuilder(parameter.name() + "  " + parameter.type().written());
    parameter.range().ifPresent(range -> line.append(", ").append(range(range)));
    Optional<String> fallback = parameter.fallback().map(CanonicalJson::write);
    line.append(
        parameter.isOpen()
            ? ", optional"
            : fallback.map(value -> ", default " + value).orElse(", required"));
    return line.append("  ").append(parameter.text()).toString();
  }

  private static String output(OutputPort port) {
    return "%s  %s  %s".formatted(port.name(), port.type().written(), port.text());
  }

  private static String range(Parameter.Range range) {
    return number(range.least()) + " to " + number(range.most());
  }

  private static String number(double bound) {
    return bound == Math.rint(bound) && Math.abs(bound) < 1e15
        ? String.format(Locale.ROOT, "%.0f", bound)
        : Double.toString(bound);
  }
}
