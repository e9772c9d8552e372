package org.cinegraph.graph.value.function;

/// A function cannot compute with what it was given. The message says what was expected and what
/// was found; it is for the author of the graph.
public final class ValueFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String code;

  public ValueFailure(String code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  /// A stable name in kebab case.
  public String code() {
    return code;
  }

  public String reason() {
    return String.valueOf(getMessage());
  }
}
