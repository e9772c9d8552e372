package org.cinegraph.nodes.sdk;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import org.cinegraph.graph.value.ArtifactReference;

/// A computation as a loop over a state: the contract by which an executor gets progress, stop,
/// checkpoint and resume from one call of [NodeContext#loop].
///
/// A restored state must be the saved one bit for bit, so that a resumed loop makes the bytes of an
/// uninterrupted one.
///
/// @param <S> the state, an immutable record; the step that it stands before is known to the engine
public interface StepLoop<S> {
  /// The number of steps, at least 1.
  int steps();

  /// The state before step 0.
  S start() throws NodeFailure, IOException, InterruptedException;

  /// Does one step.
  ///
  /// @param step 0 to `steps() - 1`
  /// @return the state before the next step
  S step(int step, S state) throws NodeFailure, IOException, InterruptedException;

  void save(S state, DataOutput out) throws IOException;

  S restore(DataInput in) throws IOException;

  /// Artifacts that the state refers to (chunks written so far): kept as long as a checkpoint needs
  /// them.
  default List<ArtifactReference.Part> artifacts(S state) {
    return List.of();
  }
}
