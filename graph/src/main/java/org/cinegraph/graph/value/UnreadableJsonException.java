package org.cinegraph.graph.value;

/// JSON text that is not JSON, or not of the shape that was asked for. The message says where and
/// what was expected; it never quotes more than a name, because values may be private.
public final class UnreadableJsonException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  public UnreadableJsonException(String message) {
    super(message);
  }
}
