package org.cinegraph.nodes.audio.stable;

import java.util.List;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.model.ModelConfig;
import org.cinegraph.nodes.tensor.program.ExpectedTensors;

/// What the configuration of Stable Audio's transformer says, under diffusers' names.
///
/// @param length of the latents that it was trained on, and always makes
/// @param channels of the latents
/// @param textWidth of the states that the layers look at
/// @param givenTextWidth of those that it is given
/// @param givenSecondsWidth of what it is told of seconds
record StableAudioDiTConfig(
    int length,
    int channels,
    int layers,
    int headWidth,
    int heads,
    int keyHeads,
    int textWidth,
    int timeWidth,
    int givenTextWidth,
    int givenSecondsWidth) {
  private static final int MOST = 1 << 20;
  private static final int MOST_LAYERS = 1000;

  /// Some fifty minutes of Stable Audio; a sampling holds several of that length.
  private static final int MOST_LENGTH = 1 << 16;

  static StableAudioDiTConfig read(ModelConfig config) throws NodeFailure {
    int channels = config.count("in_channels", MOST);
    int heads = config.count("num_attention_heads", MOST);
    StableAudioDiTConfig read =
        new StableAudioDiTConfig(
            config.count("sample_size", MOST_LENGTH),
            channels,
            config.count("num_layers", MOST_LAYERS),
            config.count("attention_head_dim", 1 << 12),
            heads,
            config.count("num_key_value_attention_heads", heads),
            config.count("cross_attention_dim", MOST),
            config.count("time_proj_dim", MOST),
            config.count("cross_attention_input_dim", MOST),
            config.count("global_states_input_dim", MOST));
    boolean even = read.headWidth % 4 == 0 && read.timeWidth % 2 == 0;
    boolean narrow = (long) heads * read.headWidth <= MOST;
    if (config.count("out_channels", MOST) != channels
        || heads % read.keyHeads != 0
        || !even
        || !narrow) {
      throw NodeFailure.user(
          "model-config",
          "%s: expected as many out_channels as in_channels, heads that share heads of keys evenly, an attention_head_dim that 4 divides, an even time_proj_dim and heads of at most %d numbers together."
              .formatted(config.label(), MOST));
    }
    return read;
  }

  int width() {
    return heads * headWidth;
  }

  String block(int index) {
    return "transformer_blocks." + index + ".";
  }

  ExpectedTensors expected() {
    int width = width();
    ExpectedTensors expected =
        new ExpectedTensors()
            .add("time_proj.weight", timeWidth / 2)
            .addLayer("timestep_proj.0", width, timeWidth)
            .addLayer("timestep_proj.2", width, width)
            .add("global_proj.0.weight", width, givenSecondsWidth)
            .add("global_proj.2.weight", width, width)
            .add("cross_attention_proj.0.weight", textWidth, givenTextWidth)
            .add("cross_attention_proj.2.weight", textWidth, textWidth)
            .add("preprocess_conv.weight", channels, channels, 1)
            .add("proj_in.weight", width, channels)
            .add("proj_out.weight", channels, width)
            .add("postprocess_conv.weight", channels, channels, 1);
    for (int i = 0; i < layers; i++) {
      String at = block(i);
      for (String norm : List.of("norm1", "norm2", "norm3")) {
        expected.addLayer(at + norm, width);
      }
      addAttention(expected, at + "attn1.", width, width);
      addAttention(expected, at + "attn2.", (long) keyHeads * headWidth, textWidth);
      expected
          .addLayer(at + "ff.net.0.proj", 8L * width, width)
          .addLayer(at + "ff.net.2", width, 4L * width);
    }
    return expected;
  }

  private void addAttention(ExpectedTensors expected, String at, long keys, long seen) {
    expected
        .add(at + "to_q.weight", width(), width())
        .add(at + "to_k.weight", keys, seen)
        .add(at + "to_v.weight", keys, seen)
        .add(at + "to_out.0.weight", width(), width());
  }
}
