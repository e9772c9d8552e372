package org.cinegraph.db;

import java.util.Arrays;
import java.util.Optional;

/// What can be waited for with LISTEN. A wake is a hint: it may be missed, so each listener also
/// sweeps slowly.
public enum Channel {
  /// A work became ready, ended or changed its priority.
  WORK("cinegraph_work"),
  /// A lease should end; the payload is the work id.
  STOP("cinegraph_stop"),
  /// A worker is to be kept free, or not any longer; the payload is its id.
  DRAIN("cinegraph_drain"),
  /// An activity has to be completed.
  OUTBOX("cinegraph_outbox"),
  /// A node waits for a person, or for the plan to grow.
  WAITING("cinegraph_waiting"),
  /// Events were appended; the payload is the run id.
  RUN("cinegraph_run");

  private final String written;

  Channel(String written) {
    this.written = written;
  }

  String written() {
    return written;
  }

  static Optional<Channel> read(String written) {
    return Arrays.stream(values()).filter(each -> each.written.equals(written)).findFirst();
  }

  /// Wakes the listeners when the transaction has committed: those of this process at once, those
  /// of others by NOTIFY.
  public void notify(Sql sql, String payload) {
    sql.wake(this, payload);
  }
}
