package org.cinegraph.workers.stream;

/// Does the work of leases, each on a thread of its own.
@FunctionalInterface
public interface LeaseRunner {
  /// Returns the thread, not started. It ends by one of the three answers of the lease, or without
  /// any when the lease is over; an interrupt asks it to leave at once.
  Thread attempt(HeldLease lease);
}
