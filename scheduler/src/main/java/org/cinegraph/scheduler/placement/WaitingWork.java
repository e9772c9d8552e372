package org.cinegraph.scheduler.placement;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.cinegraph.graph.declaration.Demand;
import org.cinegraph.graph.digest.Digest;

/// A work that wants a worker.
///
/// @param owner whose turn it takes
/// @param models packages that it needs, all of them
/// @param priority larger goes first
/// @param age smaller is older and goes first within its run and priority
/// @param backoff what is left to wait after a failed attempt; zero: nothing
public record WaitingWork(
    UUID work,
    Owner owner,
    WorkType type,
    List<Model> models,
    Demand demand,
    int priority,
    long age,
    Duration backoff) {
  public WaitingWork {
    requireNonNull(work, "work is null");
    requireNonNull(owner, "owner is null");
    requireNonNull(type, "type is null");
    models = List.copyOf(models);
    requireNonNull(demand, "demand is null");
    requireNonNull(backoff, "backoff is null");
  }

  /// A model package: found by digest, spoken of by name.
  public record Model(String name, Digest digest) {}
}
