package org.cinegraph.scheduler.placement;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.cinegraph.graph.digest.Digest;

/// A connected worker at the moment of a decision.
///
/// @param offers what it can run
/// @param packages model packages that it has
/// @param unusable packages that it found and cannot use, by name, with the reason
/// @param credits leases that it takes now
/// @param leases open ones
/// @param used memory that the open leases were given
/// @param warm packages that it has loaded, as far as is known
/// @param drained whether a person keeps it free: it takes nothing
/// @param starting whether it has not asked for anything since it connected, and holds nothing
/// @param labels what its owner calls it by
public record WorkerView(
    UUID id,
    SortedSet<WorkType> offers,
    Set<Digest> packages,
    SortedMap<String, String> unusable,
    Capacity capacity,
    int credits,
    int leases,
    Capacity.Load used,
    Set<Digest> warm,
    boolean drained,
    boolean starting,
    SortedSet<String> labels) {
  public WorkerView {
    requireNonNull(id, "id is null");
    offers = Collections.unmodifiableSortedSet(new TreeSet<>(offers));
    packages = Set.copyOf(packages);
    unusable = Collections.unmodifiableSortedMap(new TreeMap<>(unusable));
    requireNonNull(capacity, "capacity is null");
    if (credits < 0 || leases < 0) {
      throw new IllegalArgumentException("Neither credits nor leases can be negative");
    }
    requireNonNull(used, "used is null");
    warm = Set.copyOf(warm);
    labels = Collections.unmodifiableSortedSet(new TreeSet<>(labels));
  }

  /// One without labels.
  public WorkerView(
      UUID id,
      SortedSet<WorkType> offers,
      Set<Digest> packages,
      SortedMap<String, String> unusable,
      Capacity capacity,
      int credits,
      int leases,
      Capacity.Load used,
      Set<Digest> warm,
      boolean drained,
      boolean starting) {
    this(
        id,
        offers,
        packages,
        unusable,
        capacity,
        credits,
        leases,
        used,
        warm,
        drained,
        starting,
        new TreeSet<>());
  }

  /// One that nobody keeps free and that has been here for a while.
  public WorkerView(
      UUID id,
      SortedSet<WorkType> offers,
      Set<Digest> packages,
      SortedMap<String, String> unusable,
      Capacity capacity,
      int credits,
      int leases,
      Capacity.Load used,
      Set<Digest> warm) {
    this(id, offers, packages, unusable, capacity, credits, leases, used, warm, false, false);
  }

  /// One that can use all that it has.
  public WorkerView(
      UUID id,
      SortedSet<WorkType> offers,
      Set<Digest> packages,
      Capacity capacity,
      int credits,
      int leases,
      Capacity.Load used,
      Set<Digest> warm) {
    this(id, offers, packages, new TreeMap<>(), capacity, credits, leases, used, warm);
  }
}
