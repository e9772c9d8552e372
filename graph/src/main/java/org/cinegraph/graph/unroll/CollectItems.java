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
  /// Port of a loop that leaves failed items out: why they failed.
  static final String FAILURES = "failures";

  /// @param rounds the outputs of each round
  SequencedMap<String, Source> collect(
      GraphNode node,
      Loop loop,
      String name,
      SequencedSet<String> ports,
      List<SequencedMap<String, Source>> rounds) {
    SequencedMap<String, Source> takes = new LinkedHashMap<>();
    SequencedMap<String, Source> lists = new LinkedHashMap<>();
    for (String port : ports) {
      List<Source> items = new ArrayList<>(rounds.size());
      rounds.stream()
          .map(round -> Optional.ofNullable(round.get(port)).orElseThrow())
          .filter(item -> !item.isLeftOut())
          .forEach(items::add);
      lists.put(port, Lists.of(items, Optional.empty()));
      takes.put(port, new Source.Listed(items, Optional.empty()));
    }
    boolean allKnown =
        lists.values().stream().allMatch(Source.Known.class::isInstance)
            && loop.onError() != Loop.OnError.SKIP;
    if (allKnown && environment.conditions().isEmpty()) {
      return lists;
    }
    if (takes.values().stream().anyMatch(Source::isUnknown)) {
      return pending(loop, name, ports, takes);
    }
    int place =
        unrolling.add(
            name,
            new Operation.Collect(loop.onError()),
            takes,
            environment.conditions(),
            Control.UNSAID,
            node.position());
    return outputs(loop, place, takes, lists);
  }

  private SequencedMap<String, Source> pending(
      Loop loop, String name, SequencedSet<String> ports, SequencedMap<String, Source> takes) {
    Source unknown = unrolling.pending(name, List.copyOf(takes.values()), loop.position());
    SequencedMap<String, Source> outputs = new LinkedHashMap<>();
    ports.forEach(port -> outputs.put(port, unknown));
    if (loop.onError() == Loop.OnError.SKIP) {
      outputs.put(FAILURES, unknown);
    }
    return outputs;
  }

  /// Where every item will be in the list, or the loop fails, the items can be told before.
  private SequencedMap<String, Source> outputs(
      Loop loop,
      int place,
      SequencedMap<String, Source> takes,
      SequencedMap<String, Source> lists) {
    SequencedMap<String, Source> outputs = new LinkedHashMap<>();
    lists.forEach((port, list) -> {
      Source.Made whole = new Source.Made(place, port);
      boolean isSure =
          loop.onError() != Loop.OnError.SKIP
              && takes.get(port) instanceof Source.Listed(List<Source> items, var _)
              && items.stream().noneMatch(unrolling::mayBeLeftOut);
      outputs.put(
          port,
          switch (list) {
            case Source.Known known -> known;
            case Source.Listed(List<Source> items, Optional<Source.Made> _) when isSure ->
                new Source.Listed(items, Optional.of(whole));
            case Source.Listed _,
                Source.Made _,
                Source.Mapped _,
                Source.LeftOut _,
                Source.Unknown _ ->
                whole;
          });
    });
    if (loop.onError() == Loop.OnError.SKIP) {
      outputs.put(FAILURES, new Source.Made(place, FAILURES));
    }
    return outputs;
  }
}
