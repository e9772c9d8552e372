package org.cinegraph.server.stack;

/// The stack cannot be had; the message is a sentence for a person, with what to do.
public sealed class StackException extends RuntimeException
    permits StackUnreachable, StackAbandoned, PortTaken {
  private static final long serialVersionUID = 1;

  public StackException(String message) {
    super(message);
  }

  public StackException(String message, Throwable cause) {
    super(message, cause);
  }
}
