package org.cinegraph.server.api;

import io.grpc.Status;
import java.time.Duration;
import java.util.function.Supplier;
import org.cinegraph.graph.check.Catalog;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.failure.FailureCategory;

/// The catalog for a check. While no worker has ever published a node type, it waits a little for
/// the first one: right after a start the worker is seconds behind the control plane.
final class AwaitCatalog {
  private static final Duration POLL = Duration.ofMillis(100);

  private final Supplier<Catalog> read;
  private final Duration patience;

  AwaitCatalog(Supplier<Catalog> read, Duration patience) {
    this.read = read;
    this.patience = patience;
  }

  Catalog catalog() {
    Catalog catalog = read.get();
    for (long polls = patience.dividedBy(POLL); polls > 0 && catalog.types().isEmpty(); polls--) {
      sleep();
      catalog = read.get();
    }
    if (catalog.types().isEmpty()) {
      throw new RefusedCall(
          Status.Code.FAILED_PRECONDITION,
          new Failure(
              "no-node-types",
              FailureCategory.EXTERNAL,
              "No worker has connected yet, so no node type is known; start one with ./cinegraph worker"));
    }
    return catalog;
  }

  private static void sleep() {
    try {
      Thread.sleep(POLL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Status.CANCELLED.asRuntimeException();
    }
  }
}
