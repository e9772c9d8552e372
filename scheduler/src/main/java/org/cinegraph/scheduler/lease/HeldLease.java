package org.cinegraph.scheduler.lease;

import static java.util.Objects.requireNonNull;

import java.security.MessageDigest;
import java.util.UUID;
import org.cinegraph.db.work.LeaseKey;
import org.cinegraph.graph.declaration.Demand;

/// A work in the hands of a worker.
///
/// @param demand what the worker's capacity is charged with
public record HeldLease(LeaseKey key, UUID worker, Demand demand) {
  public HeldLease {
    requireNonNull(key, "key is null");
    requireNonNull(worker, "worker is null");
    requireNonNull(demand, "demand is null");
  }

  /// Whether a message that names the other lease speaks of this one. Takes the same time however
  /// much of the secret is right.
  boolean is(LeaseKey named) {
    boolean secret =
        MessageDigest.isEqual(key.secretDigest().bytes(), named.secretDigest().bytes());
    return secret && key.work().equals(named.work()) && key.fence() == named.fence();
  }
}
