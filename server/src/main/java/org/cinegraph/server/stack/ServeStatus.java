package org.cinegraph.server.stack;

/// With which statuses a control plane's process ends when it could not begin. Its supervisor reads
/// from them whether another start is worth it.
public final class ServeStatus {
  /// A defect: its log has the stack trace.
  public static final int FAILED = 1;

  /// Its arguments make no sense.
  public static final int UNUSABLE = 2;

  /// Postgres or Temporal does not answer.
  public static final int UNREACHABLE = 4;

  /// The folder of the artifacts cannot be used.
  public static final int STORE_UNUSABLE = 5;

  private ServeStatus() {}
}
