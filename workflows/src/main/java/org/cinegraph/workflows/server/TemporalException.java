package org.cinegraph.workflows.server;

/// The Temporal server cannot be had; the message is one sentence for a person, with what to do.
public final class TemporalException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public TemporalException(String message) {
    super(message);
  }

  public TemporalException(String message, Throwable cause) {
    super(message, cause);
  }
}
