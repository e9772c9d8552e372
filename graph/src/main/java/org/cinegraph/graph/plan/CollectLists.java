package org.cinegraph.graph.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import org.cinegraph.graph.document.Loop.OnError;
import org.cinegraph.graph.plan.Binding.FromNode;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;

/// Puts the outputs of a loop's items into lists, in the order of the items. What was left out or
/// has failed is not in them.
public final class CollectLists {
  /// The port of a loop that goes on without the items that fail.
  public static final String FAILURES = "failures";

  private static final String SETTING = "onError";

  private CollectLists() {}

  static SequencedMap<String, Value> settings(OnError onError) {
    SequencedMap<String, Value> settings = new LinkedHashMap<>();
    settings.put(SETTING, new Value.Text(onError.name().toLowerCase(Locale.ROOT)));
    return settings;
  }

  public static OnError onError(PlannedNode node) {
    return node.parameters().get(SETTING) instanceof Value.Text(String word)
        ? OnError.valueOf(word.toUpperCase(Locale.ROOT))
        : OnError.FAIL;
  }

  /// The lists, by port.
  ///
  /// @param made what a node made for a port; empty where it has no outputs
  /// @param failures why items failed
  public static SequencedMap<String, PortValue> lists(
      PlannedNode node, Function<FromNode, Optional<PortValue>> made, List<String> failures) {
    SequencedMap<String, PortValue> lists = new LinkedHashMap<>();
    node.inputs().forEach((port, binding) -> lists.put(port, list(binding, made)));
    if (onError(node) == OnError.SKIP) {
      lists.put(
          FAILURES,
          new PortValue.Inline(
              new Value.Items(failures.stream().<Value>map(Value.Text::new).toList())));
    }
    return lists;
  }

  private static PortValue list(Binding binding, Function<FromNode, Optional<PortValue>> made) {
    if (!(binding instanceof Binding.Listed(List<Binding> items))) {
      return ResolveBinding.resolve(binding, made).orElseThrow();
    }
    List<PortValue> values = new ArrayList<>(items.size());
    items.forEach(item -> ResolveBinding.resolve(item, made).ifPresent(values::add));
    return ResolveBinding.list(values);
  }
}
