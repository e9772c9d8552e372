package org.cinegraph.graph.unroll;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.cinegraph.graph.document.Control;
import org.cinegraph.graph.document.Position;

/// Puts the rounds of a loop into lanes: a round begins when the one before it in its lane has
/// ended. With four lanes the fifth round waits for the first.
final class Rounds {
  private final Unrolling unrolling;
  private final Optional<Integer> lanes;

  /// For each round, the node that ends with it, or the pending one that keeps its end unknown.
  private final List<Integer> ends = new ArrayList<>();

  Rounds(Unrolling unrolling, Optional<Integer> lanes) {
    this.unrolling = unrolling;
    this.lanes = lanes;
  }

  /// @param unknown what the outputs are of a round that cannot be told yet
  SequencedMap<String, Source> run(
      String name,
      Position position,
      Supplier<SequencedMap<String, Source>> round,
      Function<Source.Unknown, SequencedMap<String, Source>> unknown) {
    if (lanes.isEmpty()) {
      return round.get();
    }
    Optional<Integer> before =
        ends.size() < lanes.get()
            ? Optional.empty()
            : Optional.of(ends.get(ends.size() - lanes.get()));
    if (before.isPresent() && isPending(before.get())) {
      ends.add(before.get());
      return unknown.apply(new Source.Unknown(before.get()));
    }
    int first = unrolling.nodes().size();
    SequencedMap<String, Source> outputs = round.get();
    before.ifPresent(lane -> holdBack(first, lane));
    ends.add(pendingFrom(first).orElseGet(() -> end(name, position, first)));
    return outputs;
  }

  private boolean isPending(int node) {
    return unrolling.nodes().get(node).operation() instanceof Operation.Pending;
  }

  private Optional<Integer> pendingFrom(int first) {
    for (int node = first; node < unrolling.nodes().size(); node++) {
      if (isPending(node)) {
        return Optional.of(node);
      }
    }
    return Optional.empty();
  }

  /// Those of the round that wait for nothing in it wait for the lane.
  private void holdBack(int first, int lane) {
    for (int node = first; node < unrolling.nodes().size(); node++) {
      UnrolledNode found = unrolling.nodes().get(node);
      boolean isFirst = found.producers().noneMatch(producer -> producer >= first);
      if (isFirst && found.after().isEmpty()) {
        unrolling.nodes().set(node, found.after(List.of(lane)));
      }
    }
  }

  /// A node that ends with the round.
  private int end(String name, Position position, int first) {
    TreeSet<Integer> last = new TreeSet<>();
    for (int node = first; node < unrolling.nodes().size(); node++) {
      unrolling.nodes().get(node).producers().forEach(last::remove);
      last.add(node);
    }
    int lane =
        unrolling.add(
            name + ".lane",
            new Operation.Lane(),
            new LinkedHashMap<>(),
            List.of(),
            Control.UNSAID,
            position);
    unrolling.nodes().set(lane, unrolling.nodes().get(lane).after(List.copyOf(last)));
    return lane;
  }
}
