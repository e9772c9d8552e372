package org.cinegraph.graph.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Deals nodes in topological order into segments. Because edges point forward in that order, no
/// segment ever waits for a later one. A segment is full when it has its number of nodes, or when
/// its topology would come near what may travel through Temporal in one piece.
final class CutSegments {
  /// Below the limit of 64 KB by a margin for the header.
  static final int TOPOLOGY_BUDGET = Topology.MOST_BYTES - 1024;

  private final int size;
  private final Set<String> types = new TreeSet<>();
  private final List<Integer> segments = new ArrayList<>();
  private int segment;
  private int nodes;
  private int bytes;

  /// @param before the plan that grows: its segments stay as they are
  CutSegments(int size, Optional<Plan> before) {
    this.size = size;
    before.ifPresent(plan -> {
      plan.nodes().forEach(node -> segments.add(node.segment()));
      segment = plan.segments();
    });
  }

  /// The segment of the next node.
  ///
  /// @param producers ids of the nodes that it waits for
  int take(String name, String type, Collection<Integer> producers) {
    int cost = cost(name, type, producers);
    if (nodes == size || (nodes > 0 && bytes + cost > TOPOLOGY_BUDGET)) {
      segment++;
      nodes = 0;
      bytes = 0;
      types.clear();
      cost = cost(name, type, producers);
    }
    types.add(type);
    segments.add(segment);
    nodes++;
    bytes += cost;
    return segment;
  }

  /// At most what {@link Topology} spends on the node.
  private int cost(String name, String type, Collection<Integer> producers) {
    int nameBytes = name.length() + Topology.LENGTH_BYTES;
    int typeBytes = types.contains(type) ? 0 : type.length() + Topology.LENGTH_BYTES;
    long edges = producers.stream().filter(id -> segments.get(id) == segment).count();
    return nameBytes + typeBytes + Topology.NODE_BYTES + (int) edges * Topology.EDGE_BYTES;
  }
}
