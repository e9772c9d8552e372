package org.cinegraph.db.verb;

import java.util.UUID;
import org.cinegraph.graph.failure.Failure;

/// There is no such run, and there was none.
public final class RunUnknown extends RuntimeException {
  private final transient Failure failure;

  RunUnknown(UUID run) {
    super("Run unknown");
    this.failure = Failure.user("run-unknown", "There is no run " + run);
  }

  public Failure failure() {
    return failure;
  }
}
