package org.cinegraph.cli.show;

import org.cinegraph.cli.client.Refusal;
import picocli.CommandLine.Option;

/// How long a list may be. A mixin of the verbs that list what grows without end.
final class Limit {
  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many (default: 20)")
  private int limit;

  /// @throws Refusal it is none
  int number() {
    if (limit < 1) {
      throw Refusal.usage("--limit must be at least 1, found " + limit);
    }
    return limit;
  }
}
