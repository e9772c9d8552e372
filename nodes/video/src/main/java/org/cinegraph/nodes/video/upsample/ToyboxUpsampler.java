package org.cinegraph.nodes.video.upsample;

import java.io.IOException;
import java.util.List;
import org.cinegraph.nodes.sdk.ModelLoader.Loaded;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.model.ModelPart;
import org.cinegraph.nodes.tensor.program.Argument;
import org.cinegraph.nodes.tensor.program.ExpectedTensors;
import org.cinegraph.nodes.tensor.program.Program;
import org.cinegraph.nodes.tensor.program.Weights;

/// The upsampler of toybox: bilinear 2× and a small residual network that adds what bilinear loses.
/// Each frame by itself, of any size.
///
/// Threads may share it.
public final class ToyboxUpsampler implements AutoCloseable {
  public static final String CLASS_NAME = "ToyboxUpsampler";

  private final Program program;
  private final Weights weights;
  private final int blocks;

  private ToyboxUpsampler(Program program, Weights weights, int blocks) {
    this.program = program;
    this.weights = weights;
    this.blocks = blocks;
  }

  public static Loaded<ToyboxUpsampler> load(ModelPart part) throws NodeFailure, IOException {
    part.className(List.of(CLASS_NAME));
    int width = part.config().integer("width");
    int blocks = part.config().integer("blocks");
    Weights weights = Weights.load(part.weights(), CLASS_NAME, expected(width, blocks));
    Program program = Program.beside(ToyboxUpsampler.class);
    return new Loaded<>(new ToyboxUpsampler(program, weights, blocks), weights.bytes());
  }

  private static ExpectedTensors expected(int width, int blocks) {
    ExpectedTensors expected = new ExpectedTensors().addLayer("conv_in", width, 3, 3, 3);
    for (int i = 0; i < blocks; i++) {
      expected.addLayer("blocks." + i + ".conv1", width, width, 3, 3);
      expected.addLayer("blocks." + i + ".conv2", width, width, 3, 3);
    }
    return expected.addLayer("conv_out", 12, width, 3, 3);
  }

  /// @param low frames [batch, 3, height, width], -1 to 1
  /// @return [batch, 3, 2·height, 2·width], not clamped
  public FloatTensor upsample(FloatTensor low) throws NodeFailure {
    return program.call("upsample", weights, Argument.of(low), Argument.of((long) blocks));
  }

  @Override
  public void close() {
    program.close();
    weights.close();
  }
}
