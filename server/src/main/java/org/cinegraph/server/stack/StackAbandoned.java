package org.cinegraph.server.stack;

/// Whoever wanted the stack has given it up while it was being started.
public final class StackAbandoned extends StackException {
  private static final long serialVersionUID = 1;

  public StackAbandoned() {
    super("The start was given up.");
  }
}
