package org.cinegraph.scheduler.connection;

/// What a stream has to know of, and tell, the loop that leads and grants.
public interface LeaderView {
  /// Whether this process leads and knows every open lease.
  boolean leads();

  /// Whether it may extend leases at this moment: it leads, and since it last looked nobody can
  /// have taken its place. One that was suspended has to look first.
  boolean mayExtend();

  /// A worker came, left, gave credits or became free: something that waits may fit now.
  void capacityChanged();
}
