package org.cinegraph.workers.stream;

/// Time that only grows. Deadlines and durations are measured with it; it says nothing of the date.
@FunctionalInterface
public interface MonotonicClock {
  long nanos();

  static MonotonicClock ofThisProcess() {
    return System::nanoTime;
  }
}
