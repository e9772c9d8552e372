package org.cinegraph.db.run;

import java.util.Locale;

/// Where a node of a run is in its life. A waiting node whose work is leased is shown as running.
public enum NodeState {
  PLANNED,
  BLOCKED,
  WAITING,
  SUCCEEDED,
  HIT,
  FAILED,
  /// A node before it failed.
  SKIPPED,
  /// A branch was not taken.
  LEFT_OUT,
  STOPPED;

  public boolean ended() {
    return switch (this) {
      case PLANNED, BLOCKED, WAITING -> false;
      case SUCCEEDED, HIT, FAILED, SKIPPED, LEFT_OUT, STOPPED -> true;
    };
  }

  /// Whether consumers can go on with its outputs.
  public boolean hasOutputs() {
    return switch (this) {
      case SUCCEEDED, HIT -> true;
      case PLANNED, BLOCKED, WAITING, FAILED, SKIPPED, LEFT_OUT, STOPPED -> false;
    };
  }

  String written() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static NodeState read(String written) {
    return valueOf(written.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
