package org.cinegraph.db;

/// Places between two writes that span two systems, where a test makes the process die. Off unless
/// the system property `cinegraph.crash-at` names one.
public enum CrashPoint {
  /// A run is stored, its workflow not started.
  RUN_STORED,
  /// Its workflow is started, which nobody has noted.
  RUN_STARTED,
  /// A plan is stored, Temporal not told.
  PLAN_STORED,
  /// A lease is granted, its worker not told.
  LEASE_GRANTED,
  /// A worker has reported, nothing is written.
  REPORT_RECEIVED,
  /// A node has ended, Temporal has not been told.
  BEFORE_TELLING,
  /// Temporal has been told, the outbox still has the row.
  NODE_TOLD,
  /// The bytes of an artifact are in the store, Postgres does not know of them.
  ARTIFACT_FILED,
  /// A run is stopping, the workers that compute for it have not been told.
  RUN_STOPPING;

  private static final int KILLED = 137;
  private static final String CHOSEN = System.getProperty("cinegraph.crash-at", "");

  /// Dies here, as if killed with -9, if this is the place.
  public void reached() {
    if (CHOSEN.equals(name())) {
      Runtime.getRuntime().halt(KILLED);
    }
  }
}
