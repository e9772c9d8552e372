package org.cinegraph.workflows;

/// How a node ended, as its activity tells the interpreter. The words are the result of the
/// activity in histories, so they do not change.
public enum NodeOutcome {
  /// Its consumers can go on.
  SUCCEEDED("succeeded"),
  /// Nothing that depends on it can run; the database has skipped it all.
  FAILED("failed"),
  SKIPPED("skipped"),
  /// A branch was not taken: what depends on it is left out as well, unless it takes something
  /// else.
  LEFT_OUT("left-out"),
  /// The run is being stopped: no further node is started.
  STOPPED("stopped");

  private final String written;

  NodeOutcome(String written) {
    this.written = written;
  }

  public String written() {
    return written;
  }

  static NodeOutcome read(String written) {
    for (NodeOutcome outcome : values()) {
      if (outcome.written.equals(written)) {
        return outcome;
      }
    }
    throw new IllegalArgumentException("No outcome of a node: " + written);
  }
}
