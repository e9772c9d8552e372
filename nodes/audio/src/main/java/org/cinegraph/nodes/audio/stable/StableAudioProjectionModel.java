package org.cinegraph.nodes.audio.stable;

import java.io.IOException;
import java.util.List;
import org.cinegraph.nodes.sdk.ModelLoader.Loaded;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.model.ModelConfig;
import org.cinegraph.nodes.tensor.model.ModelPart;
import org.cinegraph.nodes.tensor.program.Argument;
import org.cinegraph.nodes.tensor.program.ExpectedTensors;
import org.cinegraph.nodes.tensor.program.Program;
import org.cinegraph.nodes.tensor.program.Weights;

/// Brings words and seconds to the width that Stable Audio's transformer looks at.
///
/// Threads may share it.
public final class StableAudioProjectionModel implements AutoCloseable {
  public static final String CLASS_NAME = "StableAudioProjectionModel";

  private static final String START = "start_number_conditioner.time_positional_embedding.";
  private static final String END = "end_number_conditioner.time_positional_embedding.";

  /// Learned frequencies of seconds; the library has no field for them.
  private static final int FREQUENCIES = 128;

  private static final int MOST = 1 << 20;

  private final Program program;
  private final Weights weights;
  private final int width;
  private final int textWidth;
  private final boolean projects;
  private final float least;
  private final float most;

  private StableAudioProjectionModel(
      Program program, Weights weights, ModelConfig config, float least, float most)
      throws NodeFailure {
    this.program = program;
    this.weights = weights;
    this.width = config.count("conditioning_dim", MOST);
    this.textWidth = config.count("text_encoder_dim", MOST);
    this.projects = projects(config);
    this.least = least;
    this.most = most;
  }

  public static Loaded<StableAudioProjectionModel> load(ModelPart part)
      throws NodeFailure, IOException {
    part.className(List.of(CLASS_NAME));
    part.requireFloat32();
    ModelConfig config = part.config();
    float least = (float) config.number("min_value");
    float most = (float) config.number("max_value");
    if (least >= most) {
      throw NodeFailure.user(
          "model-config",
          "%s: expected min_value below max_value, found %s and %s."
              .formatted(config.label(), least, most));
    }
    Weights weights = Weights.load(part.weights(), CLASS_NAME, expected(config));
    Program program = Program.beside(StableAudioProjectionModel.class);
    return new Loaded<>(
        new StableAudioProjectionModel(program, weights, config, least, most), weights.bytes());
  }

  static ExpectedTensors expected(ModelConfig config) throws NodeFailure {
    int width = config.count("conditioning_dim", MOST);
    ExpectedTensors expected = new ExpectedTensors();
    for (String at : List.of(START, END)) {
      expected.add(at + "0.weights", FREQUENCIES).addLayer(at + "1", width, 2L * FREQUENCIES + 1);
    }
    return projects(config)
        ? expected.addLayer("text_projection", width, config.count("text_encoder_dim", MOST))
        : expected;
  }

  /// Words of the right width stay as they are.
  private static boolean projects(ModelConfig config) throws NodeFailure {
    return config.count("conditioning_dim", MOST) != config.count("text_encoder_dim", MOST);
  }

  /// @param hidden [batch, words, width of the text encoder]
  public FloatTensor text(FloatTensor hidden) throws NodeFailure {
    return projects ? program.call("text", weights, Argument.of(hidden)) : hidden;
  }

  /// Where a sound begins in what it was cut from, [1, width].
  public FloatTensor start(double seconds) throws NodeFailure {
    return seconds(START, seconds);
  }

  /// How long that is, [1, width].
  public FloatTensor end(double seconds) throws NodeFailure {
    return seconds(END, seconds);
  }

  private FloatTensor seconds(String at, double seconds) throws NodeFailure {
    float share = (Math.clamp((float) seconds, least, most) - least) / (most - least);
    return program.call(
        "seconds",
        weights,
        new Argument.Word(at),
        Argument.of(FloatTensor.of(new float[] {share}, 1)));
  }

  /// The fewest seconds that it knows.
  public double least() {
    return least;
  }

  /// The most seconds that it knows.
  public double most() {
    return most;
  }

  /// Of the text encoder's hidden states.
  public int textWidth() {
    return textWidth;
  }

  /// Of what the transformer is told.
  public int width() {
    return width;
  }

  @Override
  public void close() {
    program.close();
    weights.close();
  }
}
