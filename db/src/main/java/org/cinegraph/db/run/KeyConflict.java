package org.cinegraph.db.run;

import java.util.UUID;
import org.cinegraph.graph.failure.Failure;

/// An idempotency key was used before, with another request.
public final class KeyConflict extends RuntimeException {
  private final transient Failure failure;

  KeyConflict(String key, UUID run) {
    super("Idempotency key in use");
    this.failure =
        Failure.user(
            "idempotency-key-in-use",
            "Idempotency key %s belongs to run %s, whose graph, inputs or options differ; use another key"
                .formatted(key, run));
  }

  public Failure failure() {
    return failure;
  }
}
