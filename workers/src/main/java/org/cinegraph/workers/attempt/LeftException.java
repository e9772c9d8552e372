package org.cinegraph.workers.attempt;

/// Unwinds an executor whose loop stopped in order.
final class LeftException extends InterruptedException {
  LeftException(String message) {
    super(message);
  }
}
