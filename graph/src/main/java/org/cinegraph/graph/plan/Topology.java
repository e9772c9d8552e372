package org.cinegraph.graph.plan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// One segment as its workflow sees it: nodes, the edges among them, and what is settled at the
/// start. It carries no parameter and no value, and packs into so few bytes that it may travel
/// through Temporal.
///
/// @param segment number of the segment
/// @param firstNode id of the first node; the others follow without gaps
public record Topology(int segment, int firstNode, List<Node> nodes) {
  /// What a packed topology may weigh; the planner cuts segments so that it does.
  public static final int MOST_BYTES = 64 * 1024;

  /// Upper bounds of what the parts of the packed form take.
  static final int LENGTH_BYTES = 2;

  static final int NODE_BYTES = 8;
  static final int EDGE_BYTES = 3;

  public Topology {
    nodes = List.copyOf(nodes);
  }

  /// A node of the segment.
  ///
  /// @param blocked whether it waits, at first, for a node of another segment
  /// @param ended whether its outputs are there before the segment starts (memo, earlier epoch)
  /// @param immediate whether nobody drives it: the database ends it
  /// @param tolerant whether it goes on although a node before it has no outputs
  /// @param successors indices (not ids) of the nodes of this segment that take something from it
  public record Node(
      String name,
      String type,
      boolean blocked,
      boolean ended,
      boolean immediate,
      boolean tolerant,
      List<Integer> successors) {
    public Node {
      successors = List.copyOf(successors);
    }
  }

  /// @param ended ids of the nodes whose outputs are there already
  public static Topology of(Plan plan, int segment, BitSet ended) {
    List<PlannedNode> planned = plan.segment(segment);
    if (planned.isEmpty()) {
      throw new IllegalArgumentException("The plan has no segment " + segment);
    }
    int first = planned.getFirst().id();
    int behind = first + planned.size();
    List<Node> nodes = new ArrayList<>(planned.size());
    for (PlannedNode node : planned) {
      boolean blocked =
          node.predecessors().stream().anyMatch(from -> from < first && !ended.get(from));
      List<Integer> successors =
          node.successors().stream().filter(to -> to < behind).map(to -> to - first).toList();
      nodes.add(
          new Node(
              node.name(),
              node.type(),
              blocked,
              ended.get(node.id()),
              node.kind().isImmediate(),
              node.toleratesLeftOut(),
              successors));
    }
    return new Topology(segment, first, nodes);
  }

  /// A topology with nothing settled.
  public static Topology of(Plan plan, int segment) {
    return of(plan, segment, new BitSet());
  }

  public int size() {
    return nodes.size();
  }

  /// The id in the plan of the node at an index.
  public int id(int index) {
    return firstNode + index;
  }

  /// For each node, how many nodes of this segment it takes something from.
  public int[] producers() {
    int[] producers = new int[nodes.size()];
    nodes.forEach(node -> node.successors().forEach(to -> producers[to]++));
    return producers;
  }

  /// The same topology gives the same bytes.
  public byte[] pack() {
    return TopologyBytes.pack(this);
  }

  /// @throws IllegalArgumentException if the bytes are no packed topology
  public static Topology unpack(byte[] packed) {
    return TopologyBytes.unpack(packed);
  }
}
