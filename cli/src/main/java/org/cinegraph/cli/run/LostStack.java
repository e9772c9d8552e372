package org.cinegraph.cli.run;

import org.cinegraph.cli.client.Connection;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.Refusal;

/// A stack that failed under a verb that holds it does not come back by itself.
final class LostStack {
  private LostStack() {}

  /// @throws Refusal it has gone; with its reason
  static void check(Connection connection) {
    connection
        .lost()
        .ifPresent(reason -> {
          throw new Refusal(
              ExitCode.FAILED, reason + " What was not finished goes on at the next start.");
        });
  }
}
