package org.cinegraph.db.work;

/// Another control plane leads: nothing was granted.
public final class NotLeading extends RuntimeException {
  public NotLeading(long epoch) {
    super("Epoch " + epoch + " of the leadership is over");
  }
}
