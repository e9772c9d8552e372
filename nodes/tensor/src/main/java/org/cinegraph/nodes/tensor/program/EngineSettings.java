package org.cinegraph.nodes.tensor.program;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;

/// How libtorch is started, once per process.
///
/// @param cacheFolder where the engine unpacks its native libraries (450 MB); absent: its own place
/// @param threads threads of one operation. One is the default: two that share busy cores can be a
///   hundred times slower
public record EngineSettings(Optional<Path> cacheFolder, int threads) {
  public EngineSettings {
    requireNonNull(cacheFolder, "cacheFolder is null");
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, found " + threads);
    }
  }

  public static EngineSettings plain() {
    return new EngineSettings(Optional.empty(), 1);
  }
}
