package org.cinegraph.cli.client;

/// What the command tells the shell; documented in docs/cli.md.
public enum ExitCode {
  OK(0),
  /// The run failed, or a check of the machine did.
  FAILED(1),
  /// Wrong use of the command, or a graph or input with mistakes.
  USAGE(2),
  /// The run was stopped or killed.
  STOPPED(3),
  /// Nobody answers where somebody should.
  UNREACHABLE(4);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }
}
