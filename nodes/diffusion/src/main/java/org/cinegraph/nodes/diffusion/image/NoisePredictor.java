package org.cinegraph.nodes.diffusion.image;

import java.util.Optional;
import org.cinegraph.nodes.diffusion.unet.UNet2DConditionModel.Added;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;

/// What a denoiser has learned.
@FunctionalInterface
public interface NoisePredictor {
  /// @param x [batch, channels, rows, columns]
  /// @param timesteps [batch]
  /// @param hidden states of the text, [batch, words, width]
  /// @param added what some models are told beside
  /// @return the prediction, of the shape of x
  /// @throws InterruptedException the prediction is not wanted any more
  FloatTensor predict(
      FloatTensor x, FloatTensor timesteps, FloatTensor hidden, Optional<Added> added)
      throws NodeFailure, InterruptedException;
}
