package org.cinegraph.graph.unroll;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import org.cinegraph.graph.document.Control;
import org.cinegraph.graph.document.GraphNode;
import org.cinegraph.graph.document.Loop;

/// Puts the outputs of a loop's rounds into lists, in the order of the items.
record CollectItems(Unrolling unrolling, Environment environment) {
  /// @param rounds the outputs of each round
  SequencedMap<String, Source> collect(
      GraphNode node,
      Loop loop,
      String name,
      SequencedSet<String> ports,
      List<SequencedMap<String, Source>> rounds) {
    SequencedMap<String, Source> lists = new LinkedHashMap<>();
    SequencedMap<String, Source> takes = new LinkedHashMap<>();
    for (String port : ports) {
      List<Source> items = new ArrayList<>(rounds.size());
      rounds.stream()
          .map(round -> Optional.ofNullable(round.get(port)).orElseThrow())
          .filter(item -> !item.isLeftOut())
          .forEach(items::add);
      takes.put(port, new Source.Listed(items, Optional.empty()));
      lists.put(port, list(node, loop, name + "." + port, port, items));
    }
    if (loop.onError() == Loop.OnError.SKIP) {
      lists.put(Loop.FAILURES, failures(node, loop, name + "." + Loop.FAILURES, takes));
    }
    return lists;
  }

  /// Where every item will be in the list, or the loop fails, the items can be told before.
  private Source list(GraphNode node, Loop loop, String name, String port, List<Source> items) {
    Source list = Lists.of(items, Optional.empty());
    if (list instanceof Source.Known && environment.conditions().isEmpty()) {
      return list;
    }
    Source.Listed listed = new Source.Listed(items, Optional.empty());
    if (listed.isUnknown()) {
      return unrolling.pending(name, List.of(listed), node.position());
    }
    SequencedMap<String, Source> takes = new LinkedHashMap<>();
    takes.put(port, listed);
    Source.Made whole = new Source.Made(add(node, loop, name, takes, false), port);
    boolean isSure =
        loop.onError() != Loop.OnError.SKIP
            && items.stream().noneMatch(unrolling::mayBeLeftOut)
            && environment.conditions().isEmpty();
    return isSure ? new Source.Listed(items, Optional.of(whole)) : whole;
  }

  private Source failures(
      GraphNode node, Loop loop, String name, SequencedMap<String, Source> takes) {
    return takes.values().stream().anyMatch(Source::isUnknown)
        ? unrolling.pending(name, List.copyOf(takes.values()), node.position())
        : new Source.Made(add(node, loop, name, takes, true), Loop.FAILURES);
  }

  private int add(
      GraphNode node,
      Loop loop,
      String name,
      SequencedMap<String, Source> takes,
      boolean failures) {
    return unrolling.add(
        name,
        new Operation.Collect(loop.onError(), failures),
        takes,
        environment.conditions(),
        Control.UNSAID,
        node.position());
  }
}
