package org.cinegraph.graph.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import org.cinegraph.graph.plan.Binding.FromNode;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;

/// Finds what a port is given, once the nodes that it takes something from have ended.
public final class ResolveBinding {
  private ResolveBinding() {}

  /// @param made what a node made for a port; empty where it has no outputs
  /// @return empty if something of it was not made
  public static Optional<PortValue> resolve(
      Binding binding, Function<FromNode, Optional<PortValue>> made) {
    return switch (binding) {
      case FromNode from -> made.apply(from);
      case Binding.Given(PortValue value) -> Optional.of(value);
      case Binding.Listed(List<Binding> items) -> list(items, made);
      case Binding.Mapped(SequencedMap<String, Binding> fields) -> mapping(fields, made);
    };
  }

  private static Optional<PortValue> list(
      List<Binding> items, Function<FromNode, Optional<PortValue>> made) {
    List<PortValue> values = new ArrayList<>(items.size());
    items.forEach(item -> resolve(item, made).ifPresent(values::add));
    return values.size() == items.size() ? Optional.of(PortValue.listOf(values)) : Optional.empty();
  }

  private static Optional<PortValue> mapping(
      SequencedMap<String, Binding> fields, Function<FromNode, Optional<PortValue>> made) {
    SequencedMap<String, Value> values = new LinkedHashMap<>();
    fields.forEach((name, field) -> {
      if (resolve(field, made).orElse(null) instanceof PortValue.Inline(Value value)) {
        values.put(name, value);
      }
    });
    return values.size() == fields.size()
        ? Optional.of(new PortValue.Inline(new Value.Fields(values)))
        : Optional.empty();
  }
}
