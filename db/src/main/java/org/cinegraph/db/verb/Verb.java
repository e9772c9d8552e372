package org.cinegraph.db.verb;

import java.util.Locale;

/// What a person can do. The words are those of the command.
public enum Verb {
  STOP,
  KILL,
  RECOVER,
  PAUSE,
  RESUME,
  PRIORITY,
  RERUN,
  FORK,
  DELETE,
  /// Of a node.
  RETRY,
  RELEASE,
  APPROVE,
  REJECT,
  /// Of a worker.
  DRAIN,
  UNDRAIN;

  public String written() {
    return name().toLowerCase(Locale.ROOT);
  }
}
