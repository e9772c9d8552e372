package org.cinegraph.nodes.diffusion.refocus;

import org.cinegraph.nodes.diffusion.refocus.AttentionFocus.Slope;
import org.cinegraph.nodes.sdk.NodeFailure;

/// How well the attention of a network fits the regions, and how that changes with what it is
/// shown.
@FunctionalInterface
public interface SlopeField {
  /// @param shown one sample, as the network is shown it
  /// @param time that it is told
  /// @param focus with an energy
  /// @param gradient whether one is wanted
  /// @throws InterruptedException the answer is not wanted any more
  Slope at(float[] shown, float time, AttentionFocus focus, boolean gradient)
      throws NodeFailure, InterruptedException;
}
