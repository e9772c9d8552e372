package org.cinegraph.cli.verb;

import java.util.UUID;
import picocli.CommandLine.Option;

/// For verbs that make a run. A mixin.
final class IdempotencyKey {
  @Option(
      names = "--key",
      paramLabel = "TEXT",
      description = "The same key makes no second run (default: a new one)")
  private String key = UUID.randomUUID().toString();

  String text() {
    return key;
  }
}
