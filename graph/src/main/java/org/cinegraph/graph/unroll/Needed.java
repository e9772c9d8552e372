package org.cinegraph.graph.unroll;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.cinegraph.graph.check.Problems;

/// Keeps the nodes that the outputs need, all where there are no outputs or the graph is cut behind
/// a node, and gives them new places.
final class Needed {
  private final List<UnrolledNode> nodes;
  private final BitSet kept = new BitSet();
  private final int[] places;

  private Needed(List<UnrolledNode> nodes) {
    this.nodes = nodes;
    this.places = new int[nodes.size()];
  }

  /// @param ofGraph the outputs that the graph names
  static Unrolled of(Unrolling unrolling, SequencedMap<String, Source> ofGraph) {
    Needed needed = new Needed(unrolling.nodes());
    Aim aim = unrolling.aim();
    SequencedMap<String, Source> outputs = aim.outputs(ofGraph);
    Deque<Integer> open = new ArrayDeque<>(aim.roots());
    outputs.values().forEach(output -> output.nodes().forEach(open::add));
    // What was fanned out has a fan-out, although nothing waits for it any more.
    for (int node = 0; node < needed.nodes.size(); node++) {
      if (needed.nodes.get(node).operation() instanceof Operation.FanOut
          && unrolling.lists().has(needed.nodes.get(node).name())) {
        open.add(node);
      }
    }
    boolean hasNoOutputs = ofGraph.isEmpty() && !aim.is(Cut.Kind.ONLY);
    if (hasNoOutputs || aim.is(Cut.Kind.UNTIL)) {
      needed.kept.set(0, needed.nodes.size());
    }
    while (!open.isEmpty()) {
      int node = open.remove();
      if (!needed.kept.get(node)) {
        needed.kept.set(node);
        UnrolledNode found = needed.nodes.get(node);
        found.producers().forEach(open::add);
        needed.lanes(found).forEach(open::add);
      }
    }
    return needed.unrolled(unrolling, outputs);
  }

  /// A lane is needed by who waits for it; what it waits for it does not need.
  private List<Integer> lanes(UnrolledNode node) {
    return node.operation() instanceof Operation.Lane ? List.of() : node.after();
  }

  private Unrolled unrolled(Unrolling unrolling, SequencedMap<String, Source> outputs) {
    List<UnrolledNode> all = new ArrayList<>();
    for (int node = kept.nextSetBit(0); node >= 0; node = kept.nextSetBit(node + 1)) {
      UnrolledNode found = nodes.get(node);
      if (!(found.operation() instanceof Operation.Pending)) {
        places[node] = all.size();
        all.add(moved(found));
      }
    }
    SequencedMap<String, Source> known = new LinkedHashMap<>();
    outputs.forEach((name, source) -> {
      if (!source.isUnknown()) {
        known.put(name, moved(source));
      }
    });
    return new Unrolled(all, known, Problems.sorted(unrolling.problems(), List.of()));
  }

  private UnrolledNode moved(UnrolledNode node) {
    SequencedMap<String, Source> takes = new LinkedHashMap<>();
    node.takes().forEach((name, source) -> takes.put(name, moved(source)));
    return new UnrolledNode(
        node.name(),
        node.operation(),
        takes,
        node.conditions().stream().map(this::moved).toList(),
        node.after().stream().filter(kept::get).map(place -> places[place]).toList(),
        node.control(),
        node.mayBeLeftOut(),
        node.position());
  }

  private Source moved(Source source) {
    return switch (source) {
      case Source.Known _, Source.LeftOut _, Source.Unknown _ -> source;
      case Source.Made made -> moved(made);
      case Source.Listed(List<Source> items, Optional<Source.Made> whole) ->
          whole.isPresent()
              ? moved(whole.get())
              : new Source.Listed(items.stream().map(this::moved).toList(), Optional.empty());
      case Source.Mapped(SequencedMap<String, Source> fields) -> {
        SequencedMap<String, Source> all = new LinkedHashMap<>();
        fields.forEach((name, field) -> all.put(name, moved(field)));
        yield new Source.Mapped(all);
      }
    };
  }

  private Source.Made moved(Source.Made made) {
    return new Source.Made(places[made.node()], made.port());
  }
}
