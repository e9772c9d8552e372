package org.cinegraph.graph.estimate;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cinegraph.graph.declaration.Demand;

/// The nodes of a run that are one node of its graph, in all rounds of its loops.
///
/// @param name path with the rounds left open: `shot[*]/video`
/// @param type with its version
/// @param fates how many nodes have which
/// @param mayBeLeftOut how many of them a branch of the run may leave out
/// @param dependsOn the nodes, by such paths, whose values their memo keys wait for
/// @param sure seconds of the nodes that are computed in any case
/// @param possible seconds of those that may be: they may be left out, or remembered under a key
///   that is not known yet
/// @param basis absent where no worker is needed
/// @param demand the most that one node asks for
/// @param raised whether the memory in it is what attempts were given after they had run out
public record EstimatedLine(
    String name,
    String type,
    SortedMap<Fate, Integer> fates,
    int mayBeLeftOut,
    List<String> dependsOn,
    Span sure,
    Span possible,
    Optional<Basis> basis,
    Demand demand,
    boolean raised) {
  public EstimatedLine {
    requireNonNull(name, "name is null");
    requireNonNull(type, "type is null");
    fates = Collections.unmodifiableSortedMap(new TreeMap<>(fates));
    dependsOn = List.copyOf(dependsOn);
    requireNonNull(basis, "basis is null");
    requireNonNull(demand, "demand is null");
  }

  public int nodes() {
    return fates.values().stream().mapToInt(Integer::intValue).sum();
  }

  public int count(Fate fate) {
    return fates.getOrDefault(fate, 0);
  }
}
