package org.cinegraph.db.run;

import java.util.List;
import java.util.Optional;
import org.cinegraph.db.run.NodeRuns.NodeRunRow;

/// What a loop, an item of one, a block or a sub-graph of a run is shown as: one line.
///
/// @param path its own, `shots` or `shots[3]`
/// @param isLoop whether what is in it are the items of a loop
/// @param lines what is directly in it, each as one: an item has failed if a node in it has
/// @param nodes those of the author, on all levels
/// @param failures nodes that failed, on all levels, those of the language itself too
/// @param first of the failed nodes
/// @param waiting the first node in it that waits for a worker or a list
/// @param asking how many ask a person
/// @param asks the first of these
/// @param equivalent whether a node's outputs are equal numerically only
public record NodeGroup(
    String path,
    boolean isLoop,
    NodeCounts lines,
    int nodes,
    int failures,
    List<NodeRunRow> first,
    Optional<NodeRunRow> waiting,
    int asking,
    Optional<NodeRunRow> asks,
    boolean equivalent) {
  public NodeGroup {
    first = List.copyOf(first);
  }
}
