package org.cinegraph.graph.document;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/// A node that is there once for each item of a list. Its outputs are lists, in the order of the
/// items.
///
/// @param over the list
/// @param item under which name the node sees its item
/// @param index under which name it sees the item's place, from 0
/// @param mostAtOnce in how many lanes the items are computed; absent: all at once
/// @param position where the list stands
public record Loop(
    Expression over,
    String item,
    String index,
    Optional<Integer> mostAtOnce,
    OnError onError,
    Position position) {
  public static final String ITEM = "item";
  public static final String INDEX = "index";

  /// The port of a loop that leaves failed items out: why they failed.
  public static final String FAILURES = "failures";

  public Loop {
    requireNonNull(over, "over is null");
    requireNonNull(item, "item is null");
    requireNonNull(index, "index is null");
    requireNonNull(mostAtOnce, "mostAtOnce is null");
    requireNonNull(onError, "onError is null");
    requireNonNull(position, "position is null");
  }

  /// What becomes of the lists when an item fails.
  public enum OnError {
    /// The loop fails with the first item that does.
    FAIL,
    /// Items that fail are left out of the lists.
    SKIP,
    /// All items are computed; then the loop fails with all their reasons, if there are any.
    COLLECT
  }
}
