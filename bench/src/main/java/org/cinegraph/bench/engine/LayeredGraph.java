package org.cinegraph.bench.engine;

import java.util.BitSet;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Layers of nodes side by side; each node takes two things from random nodes of the two layers
/// before its own, and has a text of its own that makes its memo key new.
///
/// @param seed of the links
/// @param changed the node whose text is another one
record LayeredGraph(int layers, int width, long seed, OptionalInt changed) {
  static LayeredGraph of(int layers, int width, long seed) {
    return new LayeredGraph(layers, width, seed, OptionalInt.empty());
  }

  LayeredGraph changedAt(int node) {
    return new LayeredGraph(layers, width, seed, OptionalInt.of(node));
  }

  int nodes() {
    return layers * width;
  }

  String yaml() {
    int[][] links = links();
    StringBuilder yaml = new StringBuilder(nodes() * 80);
    yaml.append("graph: layers\ninputs:\n  salt: {type: text}\nnodes:\n");
    for (int node = 0; node < nodes(); node++) {
      String text = node + (changed.equals(OptionalInt.of(node)) ? " changed" : "");
      yaml.append(
          node < width
              ? "  n%d: {type: no-op, with: {salt: '${salt} %s'}}\n".formatted(node, text)
              : "  n%d: {type: no-op, with: {salt: '%s', after: $n%d.value, beside: $n%d.value}}\n"
                  .formatted(node, text, links[node][0], links[node][1]));
    }
    return yaml.toString();
  }

  /// How many nodes a change of this one reaches, itself among them.
  int reachedFrom(int node) {
    int[][] links = links();
    BitSet reached = new BitSet(nodes());
    reached.set(node);
    for (int next = Math.max(width, node + 1); next < nodes(); next++) {
      reached.set(next, reached.get(links[next][0]) || reached.get(links[next][1]) || next == node);
    }
    return reached.cardinality();
  }

  /// The share of links between nodes of different segments, where each segment has so many nodes
  /// in the order of their numbers.
  double shareBetweenSegments(int segmentSize) {
    int[][] links = links();
    int between = 0;
    for (int node = width; node < nodes(); node++) {
      for (int from : links[node]) {
        between += from / segmentSize == node / segmentSize ? 0 : 1;
      }
    }
    return between / (2.0 * (nodes() - width));
  }

  private int[][] links() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    int[][] links = new int[nodes()][];
    for (int node = width; node < nodes(); node++) {
      int layer = node / width;
      int earliest = Math.max(0, layer - 2) * width;
      links[node] =
          new int[] {
            random.nextInt(earliest, layer * width), random.nextInt(earliest, layer * width)
          };
    }
    return links;
  }
}
