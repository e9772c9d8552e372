package org.cinegraph.nodes.diffusion.unet;

import java.util.List;
import org.cinegraph.nodes.tensor.program.ExpectedTensors;

/// The tensors of a UNet2DConditionModel, as its configuration implies them.
final class UNetTensors {
  private final UNetConfig config;
  private final ExpectedTensors expected = new ExpectedTensors();

  private UNetTensors(UNetConfig config) {
    this.config = config;
  }

  static ExpectedTensors of(UNetConfig config) {
    UNetTensors tensors = new UNetTensors(config);
    tensors.addEnds();
    tensors.addDown();
    tensors.addMiddle();
    tensors.addUp();
    return tensors.expected;
  }

  private void addEnds() {
    int finest = config.levels().getFirst().channels();
    addConvolution("conv_in", config.inChannels(), finest, config.inKernel());
    addEmbedding("time_embedding.", finest);
    if (config.guidanceWidth() > 0) {
      expected.add("time_embedding.cond_proj.weight", finest, config.guidanceWidth());
    }
    config.added().ifPresent(added -> addEmbedding("add_embedding.", added.all()));
    expected.addLayer("conv_norm_out", finest);
    addConvolution("conv_out", finest, config.outChannels(), config.outKernel());
  }

  private void addEmbedding(String at, int from) {
    expected
        .addLayer(at + "linear_1", config.timeWidth(), from)
        .addLayer(at + "linear_2", config.timeWidth(), config.timeWidth());
  }

  private void addDown() {
    int channels = config.levels().getFirst().channels();
    for (int i = 0; i < config.levels().size(); i++) {
      UNetLevel level = config.levels().get(i);
      String at = "down_blocks." + i + ".";
      for (int j = 0; j < level.layers(); j++) {
        addResnet(at + "resnets." + j + ".", channels, level.channels());
        addTransformer(at + "attentions." + j + ".", level, level.depthDown());
        channels = level.channels();
      }
      if (i + 1 < config.levels().size()) {
        addConvolution(at + "downsamplers.0.conv", channels, channels, 3);
      }
    }
  }

  private void addMiddle() {
    UNetLevel coarsest = config.levels().getLast();
    addResnet("mid_block.resnets.0.", coarsest.channels(), coarsest.channels());
    addTransformer("mid_block.attentions.0.", coarsest, coarsest.depth());
    addResnet("mid_block.resnets.1.", coarsest.channels(), coarsest.channels());
  }

  /// The last layer of a block meets what came from the finer level.
  private void addUp() {
    List<UNetLevel> levels = config.levels();
    int channels = levels.getLast().channels();
    for (int i = levels.size() - 1; i >= 0; i--) {
      UNetLevel level = levels.get(i);
      String at = "up_blocks." + (levels.size() - 1 - i) + ".";
      for (int j = 0; j <= level.layers(); j++) {
        int kept =
            j < level.layers() ? level.channels() : levels.get(Math.max(i - 1, 0)).channels();
        addResnet(at + "resnets." + j + ".", channels + kept, level.channels());
        addTransformer(at + "attentions." + j + ".", level, level.depthUp());
        channels = level.channels();
      }
      if (i > 0) {
        addConvolution(at + "upsamplers.0.conv", channels, channels, 3);
      }
    }
  }

  private void addResnet(String at, int from, int to) {
    expected.addLayer(at + "norm1", from);
    addConvolution(at + "conv1", from, to, 3);
    expected.addLayer(at + "time_emb_proj", to, config.timeWidth()).addLayer(at + "norm2", to);
    addConvolution(at + "conv2", to, to, 3);
    if (from != to) {
      addConvolution(at + "conv_shortcut", from, to, 1);
    }
  }

  private void addTransformer(String at, UNetLevel level, int depth) {
    if (depth == 0) {
      return;
    }
    int width = level.channels();
    expected.addLayer(at + "norm", width);
    for (String projection : List.of("proj_in", "proj_out")) {
      if (config.linear()) {
        expected.addLayer(at + projection, width, width);
      } else {
        addConvolution(at + projection, width, width, 1);
      }
    }
    for (int i = 0; i < depth; i++) {
      addBlock(at + "transformer_blocks." + i + ".", width, level.textWidth());
    }
  }

  private void addBlock(String at, int width, int textWidth) {
    addAttention(at + "attn1.", width, width);
    addAttention(at + "attn2.", width, textWidth);
    expected
        .addLayer(at + "norm1", width)
        .addLayer(at + "norm2", width)
        .addLayer(at + "norm3", width)
        .addLayer(at + "ff.net.0.proj", 8L * width, width)
        .addLayer(at + "ff.net.2", width, 4L * width);
  }

  private void addAttention(String at, int width, int sourceWidth) {
    expected
        .add(at + "to_q.weight", width, width)
        .add(at + "to_k.weight", width, sourceWidth)
        .add(at + "to_v.weight", width, sourceWidth)
        .addLayer(at + "to_out.0", width, width);
  }

  private void addConvolution(String name, int from, int to, int side) {
    expected.addLayer(name, to, from, side, side);
  }
}
