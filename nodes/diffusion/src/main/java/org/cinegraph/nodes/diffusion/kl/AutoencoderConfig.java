package org.cinegraph.nodes.diffusion.kl;

import java.util.List;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.model.ModelConfig;

/// What the configuration of an `AutoencoderKL` says, under diffusers' names. What it leaves out
/// has diffusers' fallback; what only other networks have is refused by name.
///
/// @param widths channels of each level, from the image's size downwards
/// @param layers residual blocks of a level of the encoder; the decoder has one more
/// @param sampleSize side of the images that it was trained on: diffusers' side of a tile
/// @param quantised whether 1×1 convolutions stand behind the encoder
/// @param postQuantised whether one stands before the decoder
/// @param overflows whether its numbers pass what float16 can hold, `force_upcast`
record AutoencoderConfig(
    List<Integer> widths,
    int layers,
    int latentChannels,
    int groups,
    int sampleSize,
    boolean quantised,
    boolean postQuantised,
    boolean attention,
    boolean overflows) {
  private static final int MOST = 1 << 16;
  private static final int MOST_LAYERS = 100;

  /// Far above any; a side of 2^7 pixels for one latent.
  private static final int MOST_LEVELS = 8;

  static AutoencoderConfig read(ModelConfig config) throws NodeFailure {
    refuseOthers(config);
    List<Integer> widths =
        config.isSet("block_out_channels") ? config.integers("block_out_channels") : List.of(64);
    int groups = count(config, "norm_num_groups", 32);
    if (widths.isEmpty() || widths.size() > MOST_LEVELS) {
      throw refused(
          "block_out_channels of %d levels; 1 to %d are known here"
              .formatted(widths.size(), MOST_LEVELS));
    }
    for (int width : widths) {
      if (width < 1 || width > MOST || width % groups != 0) {
        throw refused(
            "block_out_channels of %d that norm_num_groups of %d do not divide"
                .formatted(width, groups));
      }
    }
    return new AutoencoderConfig(
        widths,
        config.isSet("layers_per_block") ? config.count("layers_per_block", MOST_LAYERS) : 1,
        count(config, "latent_channels", 4),
        groups,
        sampleSize(config),
        flag(config, "use_quant_conv"),
        flag(config, "use_post_quant_conv"),
        flag(config, "mid_block_add_attention"),
        flag(config, "force_upcast"));
  }

  /// Pixels a side for one latent.
  int scale() {
    return 1 << (widths.size() - 1);
  }

  private static void refuseOthers(ModelConfig config) throws NodeFailure {
    for (String field : List.of("in_channels", "out_channels")) {
      if (count(config, field, 3) != 3) {
        throw refused(field + " of " + config.integer(field) + "; 3 is known here");
      }
    }
    refuseOthers(config, "act_fn", List.of("silu", "swish"));
    refuseOthers(config, "down_block_types", List.of("DownEncoderBlock2D"));
    refuseOthers(config, "up_block_types", List.of("UpDecoderBlock2D"));
  }

  private static void refuseOthers(ModelConfig config, String field, List<String> known)
      throws NodeFailure {
    if (!config.isSet(field)) {
      return;
    }
    List<String> found = field.equals("act_fn") ? List.of(config.text(field)) : config.texts(field);
    for (String name : found) {
      if (!known.contains(name)) {
        throw refused("%s of %s; known here: %s".formatted(field, name, String.join(", ", known)));
      }
    }
  }

  private static NodeFailure refused(String what) {
    return NodeFailure.user("unknown-architecture", "An AutoencoderKL with " + what + ".");
  }

  private static int sampleSize(ModelConfig config) throws NodeFailure {
    if (config.isList("sample_size")) {
      List<Integer> sides = config.integers("sample_size");
      return sides.isEmpty() ? 1 : sides.getFirst();
    }
    return count(config, "sample_size", 32);
  }

  private static int count(ModelConfig config, String field, int fallback) throws NodeFailure {
    return config.isSet(field) ? config.count(field, MOST) : fallback;
  }

  private static boolean flag(ModelConfig config, String field) throws NodeFailure {
    return !config.isSet(field) || config.flag(field);
  }
}
