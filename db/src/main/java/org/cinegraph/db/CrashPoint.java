package org.cinegraph.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Places between two writes that span two systems, where a test makes the process die. Off unless
/// the system property `cinegraph.crash-at` names one, or `cinegraph.crash-file` names a file in
/// which the name of one stands at that moment; such a file is deleted by the crash, so that the
/// next process lives.
public enum CrashPoint {
  /// A run is stored, its workflow not started.
  RUN_STORED,
  /// Its workflow is started, which nobody has noted.
  RUN_STARTED,
  /// A plan is stored, Temporal not told.
  PLAN_STORED,
  /// A plan has grown, its workflow does not know.
  PLAN_GROWN,
  /// A node is taken in with its address, Temporal still believes that its activity runs here.
  NODE_TAKEN_IN,
  /// A lease is granted, its worker not told.
  LEASE_GRANTED,
  /// The state of a checkpoint is in the store, Postgres does not know of it.
  CHECKPOINT_RECEIVED,
  /// A worker has reported, nothing is written.
  REPORT_RECEIVED,
  /// A node has ended, Temporal has not been told.
  BEFORE_TELLING,
  /// Temporal has been told, the outbox still has the row.
  NODE_TOLD,
  /// The bytes of an artifact are in the store, Postgres does not know of them.
  ARTIFACT_FILED,
  /// Rows of collected artifacts are gone, their files are still there.
  ARTIFACT_FORGOTTEN,
  /// A run is stopping, the workers that compute for it have not been told.
  RUN_STOPPING;

  /// The exit status of a process that was killed with -9.
  public static final int KILLED = 137;

  private static final String CHOSEN = System.getProperty("cinegraph.crash-at", "");
  private static final String FILE = System.getProperty("cinegraph.crash-file", "");

  /// Dies here, as if killed with -9, if this is the place.
  public void reached() {
    if (CHOSEN.equals(name()) || (!FILE.isEmpty() && isWrittenIn(Path.of(FILE)))) {
      Runtime.getRuntime().halt(KILLED);
    }
  }

  private boolean isWrittenIn(Path file) {
    try {
      return Files.exists(file)
          && Files.readString(file).strip().equals(name())
          && Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }
}
