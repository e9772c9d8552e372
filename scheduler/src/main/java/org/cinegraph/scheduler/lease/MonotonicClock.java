package org.cinegraph.scheduler.lease;

/// A clock that never goes back and means nothing to another process: deadlines are measured with
/// it, dates never.
@FunctionalInterface
public interface MonotonicClock {
  /// Nanoseconds since an arbitrary moment.
  long nanoTime();

  static MonotonicClock system() {
    return System::nanoTime;
  }
}
