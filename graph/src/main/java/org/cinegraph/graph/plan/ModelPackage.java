package org.cinegraph.graph.plan;

import static java.util.Objects.requireNonNull;

import org.cinegraph.graph.digest.Digest;

/// A model package as a plan pins it: the name for people, the digest for everything else.
public record ModelPackage(String name, Digest digest) {
  public ModelPackage {
    requireNonNull(name, "name is null");
    requireNonNull(digest, "digest is null");
  }
}
