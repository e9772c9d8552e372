package org.cinegraph.bench.simulation;

/// What can go wrong in a simulation. Each seed has some of these and not others.
enum Fault {
  NETWORK_SLOW,
  /// Nothing passes between one worker and one control plane: it comes later, or never.
  PARTITION,
  STREAM_BROKEN,
  /// A message of a worker comes a second time, up to many seconds later.
  MESSAGE_REPEATED,
  WORKER_KILLED,
  WORKER_SUSPENDED,
  WORKER_DRAINED,
  CONTROL_PLANE_KILLED,
  CONTROL_PLANE_SUSPENDED,
  STORAGE_SLOW,
  /// Storage is away for all, or takes a transaction and its answer gets lost.
  STORAGE_AWAY,
  /// A person stops or kills a run.
  RUN_STOPPED,
  /// An executor fails.
  ATTEMPT_FAILED
}
