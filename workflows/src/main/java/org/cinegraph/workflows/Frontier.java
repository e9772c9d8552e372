package org.cinegraph.workflows;

import java.util.List;
import org.cinegraph.graph.plan.Topology;

/// Which nodes of a segment can start. Plain arrays, O(nodes + edges) in all, the same order in
/// every process: ready nodes are taken by the number of their place in the topological order of
/// the plan when they became ready together, else first come, first served.
final class Frontier {
  private final Topology topology;
  private final int[] openProducers;
  private final boolean[] dead;
  private final int[] ready;
  private int taken;
  private int readied;
  private int inFlight;
  private boolean stopped;

  Frontier(Topology topology) {
    this.topology = topology;
    this.openProducers = topology.producers();
    this.dead = new boolean[topology.size()];
    this.ready = new int[topology.size()];
    for (int index = 0; index < topology.size(); index++) {
      if (topology.nodes().get(index).ended()) {
        topology.nodes().get(index).successors().forEach(to -> openProducers[to]--);
      }
    }
    for (int index = 0; index < topology.size(); index++) {
      if (openProducers[index] == 0 && !topology.nodes().get(index).ended()) {
        reach(index);
      }
    }
  }

  boolean hasReady() {
    return !stopped && taken < readied;
  }

  /// The next ready node, in flight from now on.
  int take() {
    inFlight++;
    return ready[taken++];
  }

  int inFlight() {
    return inFlight;
  }

  Topology.Node node(int index) {
    return topology.nodes().get(index);
  }

  /// The node's number in the plan.
  int id(int index) {
    return topology.id(index);
  }

  void end(int index, NodeOutcome outcome) {
    inFlight--;
    switch (outcome) {
      case SUCCEEDED -> free(node(index).successors());
      case FAILED, SKIPPED, LEFT_OUT -> bury(node(index).successors());
      case STOPPED -> stopped = true;
    }
  }

  private void free(List<Integer> successors) {
    for (int to : successors) {
      openProducers[to]--;
      if (openProducers[to] == 0 && !dead[to] && !node(to).ended()) {
        reach(to);
      }
    }
  }

  /// A node that nobody drives is settled by the database. What is behind it is started and taken
  /// in there as blocked.
  private void reach(int index) {
    if (node(index).immediate()) {
      free(node(index).successors());
    } else {
      ready[readied++] = index;
    }
  }

  /// Nothing behind a node without outputs starts, unless it takes something else then.
  private void bury(List<Integer> successors) {
    for (int to : successors) {
      if (node(to).tolerant()) {
        free(List.of(to));
      } else if (!dead[to]) {
        dead[to] = true;
        bury(node(to).successors());
      }
    }
  }
}
