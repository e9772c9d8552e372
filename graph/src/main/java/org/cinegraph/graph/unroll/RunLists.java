package org.cinegraph.graph.unroll;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.cinegraph.graph.value.PortValue;

/// The lists that fan-outs of a run have waited for, by the fan-outs' names.
///
/// @param known those that were made
/// @param leftOut fan-outs whose list a branch left out
public record RunLists(SequencedMap<String, PortValue> known, SortedSet<String> leftOut) {
  public static final RunLists NONE =
      new RunLists(Collections.emptyNavigableMap(), Collections.emptySortedSet());

  public RunLists {
    known = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(known));
    leftOut = Collections.unmodifiableSortedSet(new TreeSet<>(leftOut));
  }

  public boolean has(String fanOut) {
    return known.containsKey(fanOut) || leftOut.contains(fanOut);
  }

  Optional<PortValue> list(String fanOut) {
    return Optional.ofNullable(known.get(fanOut));
  }
}
