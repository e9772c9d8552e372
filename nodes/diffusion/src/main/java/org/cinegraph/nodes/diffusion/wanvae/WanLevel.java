package org.cinegraph.nodes.diffusion.wanvae;

import java.util.ArrayList;
import java.util.List;

/// One resolution of the encoder or the decoder, in the order in which they run.
///
/// @param at what stands before the numbers of its residual blocks
/// @param first of these numbers
/// @param layers how many residual blocks
/// @param sampler what stands before the names of what halves or doubles behind them
/// @param from channels before
/// @param to channels behind the residual blocks
/// @param samples whether it halves or doubles the sides
/// @param samplesTime whether it does so to the frames, too
record WanLevel(
    String at,
    int first,
    int layers,
    String sampler,
    int from,
    int to,
    boolean samples,
    boolean samplesTime) {
  /// Of 2.1, blocks and samplers stand in one list.
  static List<WanLevel> ofEncoder(WanAutoencoderConfig config) {
    List<WanLevel> levels = new ArrayList<>();
    List<Integer> widths = config.encoderWidths();
    for (int i = 0; i < config.levels(); i++) {
      boolean samples = i + 1 < config.levels();
      int first = config.residual() ? 0 : i * (config.layers() + 1);
      String list = "encoder.down_blocks.";
      levels.add(
          new WanLevel(
              config.residual() ? list + i + ".resnets." : list,
              first,
              config.layers(),
              config.residual()
                  ? list + i + ".downsampler."
                  : list + (first + config.layers()) + ".",
              widths.get(i),
              widths.get(i + 1),
              samples,
              samples && config.halvesTime().get(i)));
    }
    return levels;
  }

  /// Of 2.1, what doubles halves the channels.
  static List<WanLevel> ofDecoder(WanAutoencoderConfig config) {
    List<WanLevel> levels = new ArrayList<>();
    List<Integer> widths = config.decoderWidths();
    for (int i = 0; i < config.levels(); i++) {
      boolean samples = i + 1 < config.levels();
      boolean halved = i > 0 && !config.residual();
      String at = "decoder.up_blocks." + i + ".";
      levels.add(
          new WanLevel(
              at + "resnets.",
              0,
              config.layers() + 1,
              at + (config.residual() ? "upsampler." : "upsamplers.0."),
              halved ? widths.get(i) / 2 : widths.get(i),
              widths.get(i + 1),
              samples,
              samples && config.halvesTime().reversed().get(i)));
    }
    return levels;
  }

  /// Places before that are one behind it, or behind that are one before.
  int places() {
    return (samples ? 4 : 1) * (samplesTime ? 2 : 1);
  }
}
