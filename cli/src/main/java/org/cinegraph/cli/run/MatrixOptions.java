package org.cinegraph.cli.run;

import java.nio.file.Path;
import java.util.Optional;
import org.cinegraph.cli.client.Refusal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// One run for each row of a table. A mixin of `run`.
public final class MatrixOptions {
  /// Enough to keep a few workers busy, and few enough that the first rows are done early.
  private static final String USUALLY_AT_ONCE = "4";

  @Option(
      names = "--matrix",
      paramLabel = "TABLE",
      description = "A .csv or .jsonl file: one run for each row, its columns are inputs")
  private @Nullable Path table;

  @Option(
      names = "--at-once",
      paramLabel = "N",
      defaultValue = USUALLY_AT_ONCE,
      description = "How many rows are run at the same time (default: ${DEFAULT-VALUE})")
  private int atOnce;

  Optional<Path> table() {
    return Optional.ofNullable(table);
  }

  /// @throws Refusal it is none
  int atOnce() {
    if (atOnce < 1) {
      throw Refusal.usage("--at-once takes a number of at least 1, found %d".formatted(atOnce));
    }
    return atOnce;
  }
}
