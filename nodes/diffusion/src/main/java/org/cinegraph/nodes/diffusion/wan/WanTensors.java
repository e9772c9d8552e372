package org.cinegraph.nodes.diffusion.wan;

import org.cinegraph.nodes.tensor.program.ExpectedTensors;

/// The tensors of a WanTransformer3DModel, as its configuration implies them.
final class WanTensors {
  private WanTensors() {}

  static ExpectedTensors of(WanConfig config) {
    ExpectedTensors expected = new ExpectedTensors();
    long width = config.width();
    WanConfig.Patch patch = config.patch();
    String told = "condition_embedder.";
    expected
        .add("scale_shift_table", 1, 2, width)
        .addLayer(
            "patch_embedding",
            width,
            config.inChannels(),
            patch.frames(),
            patch.rows(),
            patch.columns())
        .addLayer(told + "time_embedder.linear_1", width, config.timeWidth())
        .addLayer(told + "time_embedder.linear_2", width, width)
        .addLayer(told + "time_proj", 6 * width, width)
        .addLayer(told + "text_embedder.linear_1", width, config.textWidth())
        .addLayer(told + "text_embedder.linear_2", width, width)
        .addLayer("proj_out", config.outChannels() * patch.latents(), width);
    for (int i = 0; i < config.layers(); i++) {
      addBlock(expected, "blocks." + i + ".", config);
    }
    return expected;
  }

  private static void addBlock(ExpectedTensors expected, String at, WanConfig config) {
    long width = config.width();
    expected.add(at + "scale_shift_table", 1, 6, width);
    addAttention(expected, at + "attn1.", width);
    addAttention(expected, at + "attn2.", width);
    if (config.crossNorm()) {
      expected.addLayer(at + "norm2", width);
    }
    expected
        .addLayer(at + "ffn.net.0.proj", config.feedForward(), width)
        .addLayer(at + "ffn.net.2", width, config.feedForward());
  }

  private static void addAttention(ExpectedTensors expected, String at, long width) {
    expected
        .add(at + "norm_q.weight", width)
        .add(at + "norm_k.weight", width)
        .addLayer(at + "to_q", width, width)
        .addLayer(at + "to_k", width, width)
        .addLayer(at + "to_v", width, width)
        .addLayer(at + "to_out.0", width, width);
  }
}
