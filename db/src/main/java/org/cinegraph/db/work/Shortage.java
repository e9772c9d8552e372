package org.cinegraph.db.work;

/// What an attempt could not have at once when its memory ran out: the work needs as much at least.
///
/// @param hostBytes 0: not known
/// @param deviceBytes 0: not known
public record Shortage(long hostBytes, long deviceBytes) {
  public static final Shortage UNKNOWN = new Shortage(0, 0);

  public Shortage {
    if (hostBytes < 0 || deviceBytes < 0) {
      throw new IllegalArgumentException("A shortage of memory cannot be negative");
    }
  }
}
