package org.cinegraph.workers.attempt;

import org.cinegraph.graph.failure.FailureCategory;

/// Hears what attempts do, in figures. Called on the threads of attempts, after every step: it
/// returns at once. Nothing depends on it.
public interface AttemptFigures {
  /// For those who do not count.
  AttemptFigures NONE = new AttemptFigures() {};

  /// A step of a loop was computed.
  default void stepped(String type, long nanos) {}

  /// A state was written and stored.
  ///
  /// @param bytes of the state alone, without the artifacts that it refers to
  default void checkpointed(long bytes, long nanos) {}

  /// A state could not be stored; the attempt goes on.
  default void checkpointMissed() {}

  default void done() {}

  default void failed(FailureCategory category) {}

  /// Left at a checkpoint, as it was told.
  default void stopped() {}

  /// Left without a word, because its lease was over.
  default void abandoned() {}
}
