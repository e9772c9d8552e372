package org.cinegraph.activities;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.plan.Binding;
import org.cinegraph.graph.plan.Plan;
import org.cinegraph.graph.plan.PlannedNode;
import org.cinegraph.graph.value.PortValueJson;
import org.cinegraph.graph.value.Value;

/// A plan as lines for a golden file: all that a change of the planner could change.
final class PlanLines {
  private PlanLines() {}

  static List<String> of(Plan plan) {
    List<String> lines = new ArrayList<>();
    plan.nodes().forEach(node -> lines.addAll(lines(plan, node)));
    plan.outputs().forEach((name, from) -> lines.add("=> " + name + ": " + written(plan, from)));
    plan.openFanOuts().forEach(id -> lines.add("open: " + plan.nodes().get(id).name()));
    return lines;
  }

  private static List<String> lines(Plan plan, PlannedNode node) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%d %s: %s %s@%d in segment %d"
            .formatted(
                node.id(),
                node.name(),
                node.kind().written(),
                node.type(),
                node.version(),
                node.segment()));
    node.parameters()
        .forEach((name, value) -> lines.add("    " + name + ": " + CanonicalJson.write(value)));
    node.boundParameters()
        .forEach((name, from) -> lines.add("    " + name + ": " + written(plan, from)));
    node.inputs().forEach((name, from) -> lines.add("    " + name + ": " + written(plan, from)));
    node.conditions().forEach(from -> lines.add("    when " + written(plan, from)));
    if (!node.after().isEmpty()) {
      lines.add("    after " + names(plan, node.after()));
    }
    if (node.demand().deviceMemoryBytes() + node.demand().hostMemoryBytes() > 0) {
      lines.add("    demand " + node.demand().deviceMemoryBytes() + " bytes of the device");
    }
    node.control().retry().ifPresent(retry -> lines.add("    retry " + retry));
    node.control().timeout().ifPresent(time -> lines.add("    timeout " + time));
    if (node.priority() != 0) {
      lines.add("    priority " + node.priority());
    }
    // The key of what is not to be shared has the id of the run in it.
    String key = node.memoKey().map(Digest::brief).orElse("not known yet");
    lines.add("    memo key " + (node.salt().isPresent() ? "of this run alone" : key));
    return lines;
  }

  private static String written(Plan plan, Binding binding) {
    return switch (binding) {
      case Binding.Given given -> CanonicalJson.write(PortValueJson.write(given.value()));
      case Binding.FromNode from ->
          "$"
              + plan.nodes().get(from.node()).name()
              + "."
              + from.port()
              + (from.producerKey().isPresent() ? "" : " (by value)");
      case Binding.Listed(List<Binding> items) ->
          items.stream().map(it -> written(plan, it)).collect(Collectors.joining(", ", "[", "]"));
      case Binding.Mapped mapped ->
          mapped.fields().entrySet().stream()
              .map(it ->
                  CanonicalJson.write(new Value.Text(it.getKey()))
                      + ": "
                      + written(plan, it.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
    };
  }

  private static String names(Plan plan, List<Integer> ids) {
    return ids.stream().map(id -> plan.nodes().get(id).name()).collect(Collectors.joining(", "));
  }
}
