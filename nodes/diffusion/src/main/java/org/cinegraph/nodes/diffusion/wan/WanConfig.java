package org.cinegraph.nodes.diffusion.wan;

import java.util.ArrayList;
import java.util.List;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.model.ModelConfig;

/// What the configuration of a WanTransformer3DModel says, under diffusers' names. What it leaves
/// out has diffusers' fallback; what only other networks have is refused by name.
///
/// @param patch frames, rows and columns of latents that become one token
/// @param heads of each attention
/// @param headWidth width of a head; a token is as wide as all heads
/// @param inChannels of the latents
/// @param outChannels of the prediction
/// @param textWidth of the hidden states of the text
/// @param timeWidth of the sinusoids of the time
/// @param feedForward inner width
/// @param layers number of blocks
/// @param crossNorm whether the look at the text is normalised
/// @param epsilon of all norms
/// @param places how many tokens may stand along an axis
record WanConfig(
    Patch patch,
    int heads,
    int headWidth,
    int inChannels,
    int outChannels,
    int textWidth,
    int timeWidth,
    int feedForward,
    int layers,
    boolean crossNorm,
    double epsilon,
    int places) {
  private static final int MOST = 1 << 16;
  private static final int MOST_LAYERS = 1000;
  private static final int MOST_PATCH = 16;
  private static final int MOST_HEADS = 1024;
  private static final int MOST_HEAD_WIDTH = 1024;
  private static final int AXES = 3;

  /// Fields that only models with another input than text and latents have.
  private static final List<String> OTHERS =
      List.of("image_dim", "added_kv_proj_dim", "pos_embed_seq_len");

  /// @param frames of latents
  record Patch(int frames, int rows, int columns) {
    long latents() {
      return (long) frames * rows * columns;
    }
  }

  static WanConfig read(ModelConfig config) throws NodeFailure {
    refuseOthers(config);
    return new WanConfig(
        patch(config),
        count(config, "num_attention_heads", 40, MOST_HEADS),
        headWidth(config),
        count(config, "in_channels", 16, MOST),
        count(config, "out_channels", 16, MOST),
        count(config, "text_dim", 4096, MOST),
        timeWidth(config),
        count(config, "ffn_dim", 13824, MOST),
        count(config, "num_layers", 40, MOST_LAYERS),
        !config.has("cross_attn_norm") || config.flag("cross_attn_norm"),
        config.has("eps") ? config.number("eps") : 1e-6,
        count(config, "rope_max_seq_len", 1024, MOST));
  }

  private static void refuseOthers(ModelConfig config) throws NodeFailure {
    List<String> others = new ArrayList<>();
    for (String field : OTHERS) {
      if (config.isSet(field)) {
        others.add("%s expected null, found %s".formatted(field, config.json(field)));
      }
    }
    String norm = config.json("qk_norm");
    if (config.has("qk_norm") && !norm.equals("\"rms_norm_across_heads\"")) {
      others.add("qk_norm expected \"rms_norm_across_heads\", found " + norm);
    }
    if (!others.isEmpty()) {
      throw NodeFailure.user(
          "unknown-architecture",
          "%s describes a variant of WanTransformer3DModel that is not done here: %s. Take a model of Wan that makes videos of text."
              .formatted(config.label(), String.join("; ", others)));
    }
  }

  private static Patch patch(ModelConfig config) throws NodeFailure {
    if (!config.has("patch_size")) {
      return new Patch(1, 2, 2);
    }
    List<Integer> sizes = config.counts("patch_size", AXES, MOST_PATCH);
    return new Patch(sizes.get(0), sizes.get(1), sizes.get(2));
  }

  /// Of other widths the library turns other parts of a head than it means to.
  private static int headWidth(ModelConfig config) throws NodeFailure {
    int width = count(config, "attention_head_dim", 128, MOST_HEAD_WIDTH);
    if (width % 2 != 0 || width / AXES % 2 != 0 || width < 2 * AXES) {
      throw mismatch(config, "attention_head_dim", "an even number whose third is even, too");
    }
    return width;
  }

  private static int timeWidth(ModelConfig config) throws NodeFailure {
    int width = count(config, "freq_dim", 256, MOST);
    if (width % 2 != 0) {
      throw mismatch(config, "freq_dim", "an even number");
    }
    return width;
  }

  private static int count(ModelConfig config, String field, int fallback, int most)
      throws NodeFailure {
    return config.has(field) ? config.count(field, most) : fallback;
  }

  private static NodeFailure mismatch(ModelConfig config, String field, String wanted) {
    return NodeFailure.user(
        "model-config",
        "%s: field %s was expected to be %s, found %s."
            .formatted(config.label(), field, wanted, config.json(field)));
  }

  /// Of a token.
  int width() {
    return heads * headWidth;
  }
}
