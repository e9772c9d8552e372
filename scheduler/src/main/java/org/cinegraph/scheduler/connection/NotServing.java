package org.cinegraph.scheduler.connection;

import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.failure.FailureCategory;

/// This process does not lead: it can neither give leases nor extend them, so a worker is better
/// off with the one that does.
final class NotServing extends RuntimeException {
  private final transient Failure failure;

  NotServing(String server) {
    this(
        new Failure(
            "not-leading",
            FailureCategory.TRANSIENT,
            "Server " + server + " does not lead just now; connect to another one, or again"));
  }

  private NotServing(Failure failure) {
    super(failure.message());
    this.failure = failure;
  }

  Failure failure() {
    return failure;
  }
}
