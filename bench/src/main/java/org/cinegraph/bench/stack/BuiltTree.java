package org.cinegraph.bench.stack;

import java.nio.file.Path;
import java.util.Optional;
import org.cinegraph.bench.measure.BenchFailure;

/// The built source tree that a bench was started from.
public final class BuiltTree {
  private BuiltTree() {}

  /// @throws BenchFailure the command did not say
  public static Path root() {
    return Path.of(
        Optional.ofNullable(System.getProperty("cinegraph.root"))
            .orElseThrow(
                () -> new BenchFailure("The benches are started as ./cinegraph bench NAME")));
  }
}
