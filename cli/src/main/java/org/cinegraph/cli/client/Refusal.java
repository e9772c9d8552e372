package org.cinegraph.cli.client;

/// Ends a verb with sentences for the user and nothing else: no stack trace.
public final class Refusal extends RuntimeException {
  private final ExitCode exitCode;

  /// @param message one sentence, or rendered problems
  public Refusal(ExitCode exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  public static Refusal usage(String message) {
    return new Refusal(ExitCode.USAGE, message);
  }

  public ExitCode exitCode() {
    return exitCode;
  }

  /// The text to print.
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
