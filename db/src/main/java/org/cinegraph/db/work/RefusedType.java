package org.cinegraph.db.work;

import org.cinegraph.graph.digest.Digest;

/// A known (type, version) that a worker offers with another declaration: it is left out.
///
/// @param known digest of the declaration that the catalog has
public record RefusedType(String type, int version, Digest known, Digest offered) {
  /// For people.
  public String words() {
    return "Node type %s version %d is left out: it is known with declaration %s, this worker offers %s; give the changed declaration a new version"
        .formatted(type, version, known, offered);
  }
}
