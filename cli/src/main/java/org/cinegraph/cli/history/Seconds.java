package org.cinegraph.cli.history;

import org.cinegraph.graph.value.Value;

/// Seconds for scripts, to the millisecond: what sums of them have behind that is noise.
public final class Seconds {
  private static final double PER_SECOND = 1000;

  private Seconds() {}

  public static Value.Float of(double seconds) {
    return new Value.Float(Math.round(seconds * PER_SECOND) / PER_SECOND);
  }
}
