package org.cinegraph.nodes.diffusion.wan;

import java.util.List;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;

/// Latents, times and a text that belong to a network: a graph may join any.
///
/// @param frames of patches
/// @param rows of patches
/// @param columns of patches
record WanInput(int frames, int rows, int columns) {
  private static final int AXES = 5;

  /// @param timesteps [batch, 1], or one for each token
  /// @throws NodeFailure they do not belong to it; what was expected and found is said
  static WanInput of(WanConfig config, FloatTensor x, FloatTensor timesteps, FloatTensor hidden)
      throws NodeFailure {
    List<Long> sizes = x.shape().sizes();
    WanConfig.Patch patch = config.patch();
    if (sizes.size() != AXES
        || sizes.get(0) < 1
        || sizes.get(1) != config.inChannels()
        || !fits(sizes.get(2), patch.frames(), config)
        || !fits(sizes.get(3), patch.rows(), config)
        || !fits(sizes.get(4), patch.columns(), config)) {
      throw mismatch(
          "latents of the shape any×%d×frames×rows×columns, these multiples of %d, %d and %d and at most %d times as many"
              .formatted(
                  config.inChannels(),
                  patch.frames(),
                  patch.rows(),
                  patch.columns(),
                  config.places()),
          x);
    }
    WanInput input =
        new WanInput(
            Math.toIntExact(sizes.get(2) / patch.frames()),
            Math.toIntExact(sizes.get(3) / patch.rows()),
            Math.toIntExact(sizes.get(4) / patch.columns()));
    input.check(config, sizes.getFirst(), timesteps, hidden);
    return input;
  }

  private static boolean fits(long size, int patch, WanConfig config) {
    return size > 0 && size % patch == 0 && size / patch <= config.places();
  }

  private void check(WanConfig config, long batch, FloatTensor timesteps, FloatTensor hidden)
      throws NodeFailure {
    List<Long> times = timesteps.shape().sizes();
    if (!times.equals(List.of(batch, 1L)) && !times.equals(List.of(batch, tokens()))) {
      throw mismatch(
          "timesteps of the shape %d×1 or %d×%d".formatted(batch, batch, tokens()), timesteps);
    }
    List<Long> text = hidden.shape().sizes();
    if (text.size() != 3
        || text.get(0) != batch
        || text.get(1) < 1
        || text.get(2) != config.textWidth()) {
      throw mismatch(
          "hidden states of the text of the shape %d×any×%d".formatted(batch, config.textWidth()),
          hidden);
    }
  }

  long tokens() {
    return (long) frames * rows * columns;
  }

  private static NodeFailure mismatch(String wanted, FloatTensor found) {
    return NodeFailure.user(
        "model-input",
        "The WanTransformer3DModel takes %s, found %s. Take latents and a conditioning of its family."
            .formatted(wanted, found.shape()));
  }
}
