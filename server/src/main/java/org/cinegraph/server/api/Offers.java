package org.cinegraph.server.api;

import org.cinegraph.graph.digest.Digest;

/// What the connected workers run.
@FunctionalInterface
public interface Offers {
  boolean offers(String type, int version, Digest program);
}
