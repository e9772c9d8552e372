package org.cinegraph.nodes.diffusion.refocus;

import org.cinegraph.nodes.sdk.StepLoop;

/// A loop over samples that may be moved before a step.
///
/// @param <S> its state
public interface SampleLoop<S> extends StepLoop<S> {
  /// Samples one behind another.
  float[] sample(S state);

  /// How many values one sample has.
  int sampleLength();

  /// The same state with other samples.
  S moved(S state, float[] samples);

  /// What the network is shown of one or all samples.
  float[] shown(int step, S state, float[] sample);

  /// The time that the network is told.
  float time(int step);
}
