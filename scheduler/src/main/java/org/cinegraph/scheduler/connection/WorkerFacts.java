package org.cinegraph.scheduler.connection;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.cinegraph.db.work.LeaseKey;
import org.cinegraph.db.work.RefusedType;
import org.cinegraph.db.work.Workers;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.proto.v1.LeaseName;
import org.cinegraph.scheduler.placement.Capacity;
import org.cinegraph.scheduler.placement.WorkType;

/// What a worker said of itself in its hello, checked.
///
/// @param held leases that it says it still works on
public record WorkerFacts(
    Workers.Hello hello,
    SortedSet<WorkType> offers,
    Set<Digest> packages,
    Capacity capacity,
    Map<LeaseKey, LeaseName> held) {
  public WorkerFacts {
    offers = Collections.unmodifiableSortedSet(new TreeSet<>(offers));
    packages = Set.copyOf(packages);
    held = Collections.unmodifiableMap(new LinkedHashMap<>(held));
  }

  /// What is left of it without node types that are not taken from it.
  WorkerFacts without(List<RefusedType> refused) {
    SortedSet<WorkType> rest = new TreeSet<>(offers);
    rest.removeIf(offered ->
        refused.stream()
            .anyMatch(
                type -> type.type().equals(offered.type()) && type.version() == offered.version()));
    return new WorkerFacts(hello, rest, packages, capacity, held);
  }

  public UUID id() {
    return hello.worker();
  }

  public String name() {
    return hello.name();
  }
}
