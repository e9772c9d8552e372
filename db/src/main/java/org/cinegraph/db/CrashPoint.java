package org.cinegraph.db;

/// Places between two writes that span two systems, where a test makes the process die. Off unless
/// the system property `cinegraph.crash-at` names one.
public enum CrashPoint {
  /// A node has ended, Temporal has not been told.
  BEFORE_TELLING;

  private static final int KILLED = 137;
  private static final String CHOSEN = System.getProperty("cinegraph.crash-at", "");

  /// Dies here, as if killed with -9, if this is the place.
  public void reached() {
    if (CHOSEN.equals(name())) {
      Runtime.getRuntime().halt(KILLED);
    }
  }
}
