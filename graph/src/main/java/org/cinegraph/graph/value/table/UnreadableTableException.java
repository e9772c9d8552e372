package org.cinegraph.graph.value.table;

/// A text is no table. The message says what was expected; it has neither the line nor a point at
/// its end, for whoever reports it names the place in his own way.
public final class UnreadableTableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int line;

  UnreadableTableException(int line, String message) {
    super(message, null, false, false);
    this.line = line;
  }

  /// Where the mistake begins, counted from 1.
  public int line() {
    return line;
  }

  public String reason() {
    return String.valueOf(getMessage());
  }
}
