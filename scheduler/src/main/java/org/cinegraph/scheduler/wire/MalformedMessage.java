package org.cinegraph.scheduler.wire;

import org.cinegraph.graph.failure.Failure;

/// A message that cannot mean anything: the peer has a defect.
public final class MalformedMessage extends RuntimeException {
  public static final String CODE = "malformed-message";

  private final transient Failure failure;

  /// @param field where in the message, for example `lease.work_id`
  public MalformedMessage(String field, String expected, String found) {
    this(field + ": expected " + expected + ", found " + found);
  }

  public MalformedMessage(String sentence) {
    super(sentence);
    this.failure = Failure.user(CODE, sentence);
  }

  public Failure failure() {
    return failure;
  }
}
