package org.cinegraph.db.run;

import java.util.Locale;

/// Where a run is in its life.
public enum RunState {
  SUBMITTED,
  RUNNING,
  STOPPING,
  SUCCEEDED,
  FAILED,
  STOPPED;

  public boolean ended() {
    return switch (this) {
      case SUBMITTED, RUNNING, STOPPING -> false;
      case SUCCEEDED, FAILED, STOPPED -> true;
    };
  }

  String written() {
    return name().toLowerCase(Locale.ROOT);
  }

  static RunState read(String written) {
    return valueOf(written.toUpperCase(Locale.ROOT));
  }
}
