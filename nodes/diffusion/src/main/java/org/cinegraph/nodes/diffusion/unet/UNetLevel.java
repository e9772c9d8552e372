package org.cinegraph.nodes.diffusion.unet;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.model.ModelConfig;

/// One resolution of the network, counted from the finest: a block on the way down and one on the
/// way up.
///
/// @param layers of the block on the way down; that on the way up has one more
/// @param heads of every attention. Configurations call it `attention_head_dim`, which it is not
/// @param depth how many transformer blocks stand behind one another in each attention
/// @param textWidth of the hidden states that the attentions look at
/// @param attendsDown whether the block on the way down has attentions
/// @param attendsUp whether the block on the way up has attentions
record UNetLevel(
    int channels,
    int layers,
    int heads,
    int depth,
    int textWidth,
    boolean attendsDown,
    boolean attendsUp) {
  private static final int MOST_LEVELS = 8;
  private static final int MOST_LAYERS = 16;
  private static final int MOST_DEPTH = 64;
  private static final int MOST = 1 << 16;

  static List<UNetLevel> read(ModelConfig config) throws NodeFailure {
    int number = config.integers("block_out_channels").size();
    if (number < 1 || number > MOST_LEVELS) {
      throw NodeFailure.user(
          "model-config",
          "%s: field block_out_channels was expected to have 1 to %d numbers, found %d."
              .formatted(config.label(), MOST_LEVELS, number));
    }
    List<Integer> channels = config.counts("block_out_channels", number, MOST);
    List<Integer> layers = config.counts("layers_per_block", number, MOST_LAYERS);
    List<Integer> heads = config.counts("attention_head_dim", number, MOST);
    List<Integer> depths =
        config.isSet("transformer_layers_per_block")
            ? config.counts("transformer_layers_per_block", number, MOST_DEPTH)
            : Collections.nCopies(number, 1);
    List<Integer> widths = config.counts("cross_attention_dim", number, MOST);
    List<Boolean> down = attending(config, "down_block_types", number, "DownBlock2D");
    List<Boolean> up = attending(config, "up_block_types", number, "UpBlock2D").reversed();
    List<UNetLevel> levels = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      levels.add(
          new UNetLevel(
              channels.get(i),
              layers.get(i),
              heads.get(i),
              depths.get(i),
              widths.get(i),
              down.get(i),
              up.get(i)));
    }
    return levels;
  }

  /// Which blocks of a list have attentions, by their classes.
  private static List<Boolean> attending(ModelConfig config, String field, int number, String plain)
      throws NodeFailure {
    List<String> types =
        config.texts(field).stream().map(type -> type.replaceFirst("_New$", "")).toList();
    String attending = "CrossAttn" + plain;
    if (types.size() != number
        || types.stream().anyMatch(type -> !type.equals(plain) && !type.equals(attending))) {
      throw NodeFailure.user(
          "unknown-architecture",
          "%s: field %s was expected to be %d of %s and %s, found %s."
              .formatted(config.label(), field, number, plain, attending, config.json(field)));
    }
    return types.stream().map(attending::equals).toList();
  }

  /// @throws NodeFailure groups or heads do not divide the channels
  void check(ModelConfig config, int groups) throws NodeFailure {
    refuseRest(config, "norm_num_groups", groups);
    if (attends()) {
      refuseRest(config, "attention_head_dim", heads);
    }
  }

  private void refuseRest(ModelConfig config, String field, int parts) throws NodeFailure {
    if (channels % parts != 0) {
      throw NodeFailure.user(
          "model-config",
          "%s: field %s was expected to divide the %d channels of a block, found %d."
              .formatted(config.label(), field, channels, parts));
    }
  }

  boolean attends() {
    return attendsDown || attendsUp;
  }

  int depthDown() {
    return attendsDown ? depth : 0;
  }

  int depthUp() {
    return attendsUp ? depth : 0;
  }
}
