package org.cinegraph.bench.measure;

import java.util.List;

/// One measurement that a person can repeat: `./cinegraph bench NAME`.
public interface Bench {
  /// What a person types.
  String name();

  /// What is measured against what, and the goal, in one line.
  String line();

  /// What can be given after the name, apart from `--json`.
  default List<BenchOption> options() {
    return List.of();
  }

  /// Measures. It starts what it needs and leaves nothing behind.
  ///
  /// @param progress hears, in sentences, what happens meanwhile
  /// @throws BenchFailure with a sentence for a person
  Result run(BenchOptions options, Progress progress) throws Exception;

  /// Hears what a bench does; not part of its answer.
  @FunctionalInterface
  interface Progress {
    void say(String sentence);
  }
}
