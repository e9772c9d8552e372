package org.cinegraph.bench.chaos;

import java.util.Locale;

/// What is hit: one process of the stack.
enum Victim {
  WORKER,
  CONTROL,
  TEMPORAL,
  POSTGRES;

  /// As people write it, and as the supervisor names the process.
  String written() {
    return name().toLowerCase(Locale.ROOT);
  }
}
