package org.cinegraph.nodes.diffusion.kl;

import java.util.Collection;
import java.util.List;
import org.cinegraph.nodes.tensor.program.ExpectedTensors;

/// The names and shapes of the tensors that a configuration implies.
final class AutoencoderTensors {
  private static final int IMAGE_CHANNELS = 3;
  private static final List<String> NAMES = List.of("to_q", "to_k", "to_v", "to_out.0");
  private static final List<String> OLD_NAMES = List.of("query", "key", "value", "proj_attn");

  private final AutoencoderConfig config;
  private final Collection<String> held;
  private final ExpectedTensors expected = new ExpectedTensors();

  private AutoencoderTensors(AutoencoderConfig config, Collection<String> held) {
    this.config = config;
    this.held = held;
  }

  /// @param held names of the tensors that are there: they tell older releases from newer ones
  static ExpectedTensors of(AutoencoderConfig config, Collection<String> held) {
    AutoencoderTensors tensors = new AutoencoderTensors(config, held);
    tensors.addEncoder();
    tensors.addDecoder();
    return tensors.expected;
  }

  private void addEncoder() {
    List<Integer> widths = config.widths();
    long moments = 2L * config.latentChannels();
    addConvolution("encoder.conv_in", widths.getFirst(), IMAGE_CHANNELS);
    int in = widths.getFirst();
    for (int i = 0; i < widths.size(); i++) {
      String at = "encoder.down_blocks." + i + ".";
      addLevel(at, widths.get(i), in, config.layers());
      in = widths.get(i);
      if (i < widths.size() - 1) {
        addConvolution(at + "downsamplers.0.conv", in, in);
      }
    }
    addMiddle("encoder.", in);
    expected.addLayer("encoder.conv_norm_out", in);
    addConvolution("encoder.conv_out", moments, in);
    if (config.quantised()) {
      expected.addLayer("quant_conv", moments, moments, 1, 1);
    }
  }

  private void addDecoder() {
    List<Integer> widths = config.widths().reversed();
    long latents = config.latentChannels();
    if (config.postQuantised()) {
      expected.addLayer("post_quant_conv", latents, latents, 1, 1);
    }
    int in = widths.getFirst();
    addConvolution("decoder.conv_in", in, latents);
    addMiddle("decoder.", in);
    for (int i = 0; i < widths.size(); i++) {
      String at = "decoder.up_blocks." + i + ".";
      addLevel(at, widths.get(i), in, config.layers() + 1);
      in = widths.get(i);
      if (i < widths.size() - 1) {
        addConvolution(at + "upsamplers.0.conv", in, in);
      }
    }
    expected.addLayer("decoder.conv_norm_out", in);
    addConvolution("decoder.conv_out", IMAGE_CHANNELS, in);
  }

  private void addLevel(String at, int width, int in, int layers) {
    for (int i = 0; i < layers; i++) {
      addResidual(at + "resnets." + i + ".", width, i == 0 ? in : width);
    }
  }

  private void addMiddle(String half, int width) {
    String at = half + "mid_block.";
    addResidual(at + "resnets.0.", width, width);
    addResidual(at + "resnets.1.", width, width);
    if (config.attention()) {
      addAttention(at + "attentions.0.", width);
    }
  }

  private void addAttention(String at, int width) {
    expected.addLayer(at + "group_norm", width);
    boolean old = held.contains(at + OLD_NAMES.getFirst() + ".weight");
    for (String name : old ? OLD_NAMES : NAMES) {
      expected.addLayer(at + name, width, width).orShape(at + name + ".weight", width, width, 1, 1);
    }
  }

  private void addResidual(String at, int width, int in) {
    expected.addLayer(at + "norm1", in).addLayer(at + "norm2", width);
    addConvolution(at + "conv1", width, in);
    addConvolution(at + "conv2", width, width);
    if (in != width) {
      expected.addLayer(at + "conv_shortcut", width, in, 1, 1);
    }
  }

  private void addConvolution(String name, long out, long in) {
    expected.addLayer(name, out, in, 3, 3);
  }
}
