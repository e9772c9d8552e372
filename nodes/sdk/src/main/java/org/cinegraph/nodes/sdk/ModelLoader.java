package org.cinegraph.nodes.sdk;

import java.io.IOException;

/// Loads one part of a model package.
@FunctionalInterface
public interface ModelLoader<M> {
  /// @return the loaded part with the memory that it holds
  Loaded<M> load() throws NodeFailure, IOException, InterruptedException;

  /// @param bytes memory held while the part is resident
  record Loaded<M>(M model, long bytes) {}
}
