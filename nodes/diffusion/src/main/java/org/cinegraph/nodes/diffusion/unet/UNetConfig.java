package org.cinegraph.nodes.diffusion.unet;

import java.util.List;
import java.util.Optional;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.model.ModelConfig;

/// What the configuration of a UNet2DConditionModel says.
///
/// @param inChannels of what is denoised: those of latents, more where a mask is given beside them
/// @param outChannels of the prediction
/// @param sampleSize rows and columns of the latents that it was trained on; 0 if it does not say
/// @param levels from the finest to the coarsest
/// @param timeWidth of the embedding that every block is told
/// @param linear whether attentions project by matrices and not by convolutions of one pixel
/// @param groups of the group norms
/// @param epsilon of the group norms outside of attentions
/// @param cosinesFirst the order within sinusoids
/// @param frequencyShift of sinusoids
/// @param inKernel side of the first convolution
/// @param outKernel side of the last convolution
/// @param guidanceWidth of the sinusoids of the guidance, 0 where the network is not told it
/// @param added the widths of what is told beside the text to models of SDXL's kind
record UNetConfig(
    int inChannels,
    int outChannels,
    int sampleSize,
    List<UNetLevel> levels,
    int timeWidth,
    boolean linear,
    int groups,
    double epsilon,
    boolean cosinesFirst,
    double frequencyShift,
    int inKernel,
    int outKernel,
    int guidanceWidth,
    Optional<AddedWidths> added) {
  private static final int MOST = 1 << 16;
  private static final int MOST_KERNEL = 15;

  /// @param number of each number's sinusoids
  /// @param all of the text's row and all sinusoids together
  record AddedWidths(int number, int all) {}

  static UNetConfig read(ModelConfig config) throws NodeFailure {
    UNetVariants.refuse(config);
    List<UNetLevel> levels = UNetLevel.read(config);
    int groups = count(config, "norm_num_groups", 32);
    for (UNetLevel level : levels) {
      level.check(config, groups);
      if (level.attends() && level.textWidth() != levels.getLast().textWidth()) {
        throw mismatch(config, "cross_attention_dim", "the same for all levels");
      }
    }
    if (levels.getFirst().channels() % 2 != 0) {
      throw mismatch(config, "block_out_channels", "an even number at first");
    }
    return new UNetConfig(
        config.count("in_channels", MOST),
        config.count("out_channels", MOST),
        // A pair of sizes, which some have, is no default for both.
        config.json("sample_size").matches("\\d+") ? config.count("sample_size", MOST) : 0,
        levels,
        config.isSet("time_embedding_dim")
            ? config.count("time_embedding_dim", MOST)
            : 4 * levels.getFirst().channels(),
        config.isSet("use_linear_projection") && config.flag("use_linear_projection"),
        groups,
        number(config, "norm_eps", 1e-5),
        flag(config, "flip_sin_to_cos"),
        number(config, "freq_shift", 0),
        kernel(config, "conv_in_kernel"),
        kernel(config, "conv_out_kernel"),
        config.isSet("time_cond_proj_dim") ? even(config, "time_cond_proj_dim") : 0,
        added(config));
  }

  private static Optional<AddedWidths> added(ModelConfig config) throws NodeFailure {
    if (!config.isSet("addition_embed_type")) {
      return Optional.empty();
    }
    return Optional.of(
        new AddedWidths(
            even(config, "addition_time_embed_dim"),
            config.count("projection_class_embeddings_input_dim", MOST)));
  }

  private static int even(ModelConfig config, String field) throws NodeFailure {
    int found = config.count(field, MOST);
    if (found % 2 != 0) {
      throw mismatch(config, field, "an even number");
    }
    return found;
  }

  private static int kernel(ModelConfig config, String field) throws NodeFailure {
    int side = count(config, field, 3);
    if (side % 2 == 0 || side > MOST_KERNEL) {
      throw mismatch(config, field, "an odd number up to " + MOST_KERNEL);
    }
    return side;
  }

  private static NodeFailure mismatch(ModelConfig config, String field, String wanted) {
    return NodeFailure.user(
        "model-config",
        "%s: field %s was expected to be %s, found %s."
            .formatted(config.label(), field, wanted, config.json(field)));
  }

  // A field that is there and null is not its default to diffusers, so it is not here either.

  private static int count(ModelConfig config, String field, int fallback) throws NodeFailure {
    return config.has(field) ? config.count(field, MOST) : fallback;
  }

  private static double number(ModelConfig config, String field, double fallback)
      throws NodeFailure {
    return config.has(field) ? config.number(field) : fallback;
  }

  /// True where nothing is said.
  private static boolean flag(ModelConfig config, String field) throws NodeFailure {
    return !config.has(field) || config.flag(field);
  }

  /// Of the hidden states of the text.
  int textWidth() {
    return levels.getLast().textWidth();
  }
}
