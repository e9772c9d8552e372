package org.cinegraph.bench.simulation;

/// A defect put in on purpose, to see that the simulation finds it.
enum Mutation {
  NONE,
  /// Storage takes a report whatever its fence.
  STORE_IGNORES_FENCES,
  /// Storage lets a control plane grant that another one has replaced.
  STORE_IGNORES_EPOCHS,
  /// Storage answers a report that it then loses.
  STORE_ANSWERS_BEFORE_IT_COMMITS,
  /// Workers believe in their leases for longer than the leader keeps them.
  WORKERS_ARE_TOLD_TOO_LONG_A_TIME,
  /// A new leader does not look at the leases that its predecessor gave.
  NEW_LEADER_FORGETS_LEASES
}
