package org.cinegraph.server.stack;

/// Something that the stack was told to use is not there: a server that was given by its address,
/// or the folder of the artifacts. Starting it again would change nothing.
public final class StackUnreachable extends StackException {
  private static final long serialVersionUID = 1;

  public StackUnreachable(String message) {
    super(message);
  }
}
