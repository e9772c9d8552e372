package org.cinegraph.graph.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import org.cinegraph.graph.document.Loop;
import org.cinegraph.graph.document.Loop.OnError;
import org.cinegraph.graph.plan.Binding.FromNode;
import org.cinegraph.graph.unroll.Operation;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;

/// Puts the outputs of a loop's items into lists, in the order of the items. What was left out or
/// has failed is not in them.
public final class CollectLists {
  private static final String ON_ERROR = "onError";
  private static final String SAYS_FAILURES = "failures";

  private CollectLists() {}

  static SequencedMap<String, Value> settings(Operation.Collect collect) {
    SequencedMap<String, Value> settings = new LinkedHashMap<>();
    settings.put(ON_ERROR, new Value.Text(collect.onError().name().toLowerCase(Locale.ROOT)));
    settings.put(SAYS_FAILURES, new Value.Bool(collect.failures()));
    return settings;
  }

  public static OnError onError(PlannedNode node) {
    return node.parameters().get(ON_ERROR) instanceof Value.Text(String word)
        ? OnError.valueOf(word.toUpperCase(Locale.ROOT))
        : OnError.FAIL;
  }

  /// The list by its port, or why items have failed.
  ///
  /// @param made what a node made for a port; empty where it has no outputs
  /// @param failures why items failed
  public static SequencedMap<String, PortValue> lists(
      PlannedNode node, Function<FromNode, Optional<PortValue>> made, List<String> failures) {
    SequencedMap<String, PortValue> lists = new LinkedHashMap<>();
    if (node.parameters().get(SAYS_FAILURES) instanceof Value.Bool(boolean says) && says) {
      lists.put(
          Loop.FAILURES,
          new PortValue.Inline(
              new Value.Items(failures.stream().<Value>map(Value.Text::new).toList())));
      return lists;
    }
    node.inputs().forEach((port, binding) -> lists.put(port, list(binding, made)));
    return lists;
  }

  private static PortValue list(Binding binding, Function<FromNode, Optional<PortValue>> made) {
    if (!(binding instanceof Binding.Listed(List<Binding> items))) {
      return ResolveBinding.resolve(binding, made).orElseThrow();
    }
    List<PortValue> values = new ArrayList<>(items.size());
    items.forEach(item -> ResolveBinding.resolve(item, made).ifPresent(values::add));
    return PortValue.listOf(values);
  }
}
