package org.cinegraph.db.work;

import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.failure.Failure;

/// A worker offers a known (type, version) with another declaration.
public final class CatalogConflict extends RuntimeException {
  private final transient Failure failure;

  CatalogConflict(String type, int version, Digest known, Digest offered) {
    super("Conflicting declarations of " + type + "@" + version);
    this.failure =
        Failure.user(
            "declaration-conflict",
            "Node type %s version %d is known with declaration %s, this worker offers %s; give the changed declaration a new version"
                .formatted(type, version, known, offered));
  }

  public Failure failure() {
    return failure;
  }
}
