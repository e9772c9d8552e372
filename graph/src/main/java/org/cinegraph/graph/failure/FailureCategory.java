package org.cinegraph.graph.failure;

/// Who can do something about a failure, and so what the engine does with it. The same words in
/// Java, gRPC status details, Temporal failure types, SQL and metrics.
public enum FailureCategory {
  /// The author's graph or data is wrong: never retried.
  USER,
  /// Something ran out: retried elsewhere with a raised estimate.
  RESOURCE,
  /// Likely to pass: retried with backoff and a budget.
  TRANSIENT,
  /// Something outside Cinegraph is away or full: waited for.
  EXTERNAL,
  /// A person asked for it.
  STOPPED,
  /// A defect of Cinegraph: reported, never retried.
  FATAL
}
