package org.cinegraph.nodes.diffusion.wanvae;

import org.cinegraph.nodes.tensor.program.ExpectedTensors;

/// The tensors of an `AutoencoderKLWan`, as its configuration implies them.
final class WanAutoencoderTensors {
  private final WanAutoencoderConfig config;
  private final ExpectedTensors expected = new ExpectedTensors();

  private WanAutoencoderTensors(WanAutoencoderConfig config) {
    this.config = config;
  }

  static ExpectedTensors of(WanAutoencoderConfig config) {
    WanAutoencoderTensors tensors = new WanAutoencoderTensors(config);
    tensors.addEncoder();
    tensors.addDecoder();
    return tensors.expected;
  }

  private void addEncoder() {
    int moments = 2 * config.channels();
    addCausal("encoder.conv_in", config.colours(), config.encoderWidth());
    for (WanLevel level : WanLevel.ofEncoder(config)) {
      addLevel(level, level.to(), level.to());
    }
    int inner = config.encoderWidths().getLast();
    addMiddle("encoder.mid_block.", inner);
    addEnd("encoder.", inner, moments);
    expected.addLayer("quant_conv", moments, moments, 1, 1, 1);
  }

  private void addDecoder() {
    int inner = config.decoderWidths().getFirst();
    expected.addLayer("post_quant_conv", config.channels(), config.channels(), 1, 1, 1);
    addCausal("decoder.conv_in", config.channels(), inner);
    addMiddle("decoder.mid_block.", inner);
    for (WanLevel level : WanLevel.ofDecoder(config)) {
      addLevel(level, config.residual() ? level.to() : level.to() / 2, 2 * level.to());
    }
    addEnd("decoder.", config.decoderWidths().getLast(), config.colours());
  }

  /// @param sampled channels of what halves or doubles
  /// @param timed channels of what does so to the frames
  private void addLevel(WanLevel level, int sampled, int timed) {
    int from = level.from();
    for (int i = 0; i < level.layers(); i++) {
      addResidual(level.at() + (level.first() + i) + ".", from, level.to());
      from = level.to();
    }
    if (level.samples()) {
      expected.addLayer(level.sampler() + "resample.1", sampled, level.to(), 3, 3);
    }
    if (level.samplesTime()) {
      expected.addLayer(level.sampler() + "time_conv", timed, level.to(), 3, 1, 1);
    }
  }

  private void addMiddle(String at, int width) {
    addResidual(at + "resnets.0.", width, width);
    String attention = at + "attentions.0.";
    expected
        .add(attention + "norm.gamma", width, 1, 1)
        .addLayer(attention + "to_qkv", 3L * width, width, 1, 1)
        .addLayer(attention + "proj", width, width, 1, 1);
    addResidual(at + "resnets.1.", width, width);
  }

  private void addResidual(String at, int from, int to) {
    expected.add(at + "norm1.gamma", from, 1, 1, 1);
    addCausal(at + "conv1", from, to);
    expected.add(at + "norm2.gamma", to, 1, 1, 1);
    addCausal(at + "conv2", to, to);
    if (from != to) {
      expected.addLayer(at + "conv_shortcut", to, from, 1, 1, 1);
    }
  }

  private void addEnd(String at, int width, int to) {
    expected.add(at + "norm_out.gamma", width, 1, 1, 1);
    addCausal(at + "conv_out", width, to);
  }

  private void addCausal(String name, int from, int to) {
    expected.addLayer(name, to, from, 3, 3, 3);
  }
}
