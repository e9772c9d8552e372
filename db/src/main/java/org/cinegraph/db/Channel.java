package org.cinegraph.db;

import java.sql.SQLException;

/// What can be waited for with LISTEN. A wake is a hint: it may be missed, so each listener also
/// sweeps slowly.
public enum Channel {
  /// A work became ready, ended or changed its priority.
  WORK("cinegraph_work"),
  /// A lease should end; the payload is the work id.
  STOP("cinegraph_stop"),
  /// An activity has to be completed.
  OUTBOX("cinegraph_outbox"),
  /// Events were appended; the payload is the run id.
  RUN("cinegraph_run");

  private final String written;

  Channel(String written) {
    this.written = written;
  }

  String written() {
    return written;
  }

  /// Wakes the listeners when the transaction commits.
  public void notify(Sql sql, String payload) throws SQLException {
    sql.rows("SELECT pg_notify(?, ?)", row -> true, written, payload);
  }
}
