package org.cinegraph.nodes.diffusion.schedule;

/// What a network says about its input.
public enum PredictionType {
  /// The noise in it.
  EPSILON,
  /// Half noise, half signal: `v = a·noise − b·signal`.
  V_PREDICTION,
  /// The signal in it.
  SAMPLE,
  /// The way from the signal to the noise.
  FLOW_PREDICTION
}
