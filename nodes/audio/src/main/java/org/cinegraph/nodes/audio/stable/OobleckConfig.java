package org.cinegraph.nodes.audio.stable;

import java.util.List;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.model.ModelConfig;
import org.cinegraph.nodes.tensor.program.ExpectedTensors;

/// What the configuration of Stable Audio's autoencoder says, under diffusers' names.
///
/// @param ratios by which the encoder's levels make a sound shorter
/// @param multiples of the narrowest level's width, from the widest sound to the latents
/// @param latents channels of them
/// @param sounds channels of sound
/// @param rate samples a second
record OobleckConfig(
    int encoderWidth,
    int decoderWidth,
    List<Integer> ratios,
    List<Integer> multiples,
    int latents,
    int sounds,
    int rate) {
  private static final int MOST = 1 << 14;
  private static final int MOST_MULTIPLE = 1 << 10;
  private static final int MOST_HOP = 1 << 20;
  private static final int MOST_RATIO = 64;
  private static final int MOST_LEVELS = 16;

  static OobleckConfig read(ModelConfig config) throws NodeFailure {
    int levels = config.integers("downsampling_ratios").size();
    if (levels < 1 || levels > MOST_LEVELS) {
      throw NodeFailure.user(
          "model-config",
          "%s: field downsampling_ratios was expected to hold 1 to %d numbers, found %d."
              .formatted(config.label(), MOST_LEVELS, levels));
    }
    List<Integer> ratios = config.counts("downsampling_ratios", levels, MOST_RATIO);
    double hop = 1;
    for (int ratio : ratios) {
      hop *= ratio;
    }
    if (hop > MOST_HOP) {
      throw NodeFailure.user(
          "model-config",
          "%s: field downsampling_ratios was expected to make at most %d samples to one latent, found %.0f."
              .formatted(config.label(), MOST_HOP, hop));
    }
    OobleckConfig read =
        new OobleckConfig(
            config.count("encoder_hidden_size", MOST),
            config.count("decoder_channels", MOST),
            ratios,
            config.counts("channel_multiples", levels, MOST_MULTIPLE),
            config.count("decoder_input_channels", MOST),
            config.count("audio_channels", 2),
            config.count("sampling_rate", 1 << 20));
    if (read.encoderWidth != 2 * read.latents) {
      throw NodeFailure.user(
          "model-config",
          "%s: expected an encoder_hidden_size of twice the decoder_input_channels, found %d and %d."
              .formatted(config.label(), read.encoderWidth, read.latents));
    }
    return read;
  }

  /// Samples to one latent.
  int hop() {
    return ratios.stream().reduce(1, Math::multiplyExact);
  }

  /// By which the decoder's levels make latents longer.
  List<Integer> upwards() {
    return ratios.reversed();
  }

  static int padding(int ratio) {
    return (ratio + 1) / 2;
  }

  /// How many samples so many latents become: an odd ratio loses one.
  long samples(long latents) {
    long length = latents;
    for (int ratio : upwards()) {
      length = length * ratio + ratio - 2L * padding(ratio);
    }
    return length;
  }

  /// How many latents on each side decide what a sample is.
  int reach() {
    // The last convolution sees 3 samples on each side, the units of each level 3·(1 + 3 + 9).
    int reach = 3;
    for (int ratio : ratios) {
      reach = Math.ceilDiv(reach + 39 + padding(ratio), ratio) + 1;
    }
    return reach + 3;
  }

  private int width(int base, int level) {
    return Math.multiplyExact(base, level == 0 ? 1 : multiples.get(level - 1));
  }

  ExpectedTensors expected() {
    ExpectedTensors expected = new ExpectedTensors();
    int levels = ratios.size();
    addConvolution(expected, "encoder.conv1", encoderWidth, sounds, 7);
    for (int i = 0; i < levels; i++) {
      String at = "encoder.block." + i + ".";
      int in = width(encoderWidth, i);
      addUnits(expected, at, in);
      addSnake(expected, at + "snake1", in);
      addConvolution(expected, at + "conv1", width(encoderWidth, i + 1), in, 2L * ratios.get(i));
    }
    addSnake(expected, "encoder.snake1", width(encoderWidth, levels));
    addConvolution(expected, "encoder.conv2", encoderWidth, width(encoderWidth, levels), 3);
    addConvolution(expected, "decoder.conv1", width(decoderWidth, levels), latents, 7);
    for (int i = 0; i < levels; i++) {
      String at = "decoder.block." + i + ".";
      int in = width(decoderWidth, levels - i);
      int out = width(decoderWidth, levels - i - 1);
      addSnake(expected, at + "snake1", in);
      expected
          .add(at + "conv_t1.weight_g", in, 1, 1)
          .add(at + "conv_t1.weight_v", in, out, 2L * upwards().get(i))
          .add(at + "conv_t1.bias", out);
      addUnits(expected, at, out);
    }
    addSnake(expected, "decoder.snake1", decoderWidth);
    return expected
        .add("decoder.conv2.weight_g", sounds, 1, 1)
        .add("decoder.conv2.weight_v", sounds, decoderWidth, 7);
  }

  private static void addUnits(ExpectedTensors expected, String at, int width) {
    for (String unit : List.of("res_unit1.", "res_unit2.", "res_unit3.")) {
      addSnake(expected, at + unit + "snake1", width);
      addConvolution(expected, at + unit + "conv1", width, width, 7);
      addSnake(expected, at + unit + "snake2", width);
      addConvolution(expected, at + unit + "conv2", width, width, 1);
    }
  }

  private static void addSnake(ExpectedTensors expected, String name, int width) {
    expected.add(name + ".alpha", 1, width, 1).add(name + ".beta", 1, width, 1);
  }

  private static void addConvolution(
      ExpectedTensors expected, String name, long out, long in, long taps) {
    expected
        .add(name + ".weight_g", out, 1, 1)
        .add(name + ".weight_v", out, in, taps)
        .add(name + ".bias", out);
  }
}
