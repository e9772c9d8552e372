package org.cinegraph.nodes.text.clip;

import java.io.IOException;
import java.util.List;
import org.cinegraph.graph.type.Dtype;
import org.cinegraph.nodes.sdk.ModelLoader.Loaded;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.array.LongTensor;
import org.cinegraph.nodes.tensor.array.Shape;
import org.cinegraph.nodes.tensor.model.ModelPart;
import org.cinegraph.nodes.tensor.program.Argument;
import org.cinegraph.nodes.tensor.program.ExpectedTensors;
import org.cinegraph.nodes.tensor.program.Program;
import org.cinegraph.nodes.tensor.program.Weights;

/// CLIP's text model, with or without the projection: a causal transformer over the tokens of a
/// prompt. It gives float32 whatever it computes in.
///
/// Threads may share it.
public final class ClipTextModel implements AutoCloseable {
  public static final String CLASS_NAME = "CLIPTextModel";
  public static final String PROJECTED_CLASS_NAME = "CLIPTextModelWithProjection";

  /// Stands before the names of tensors, but for what transformers 5 saves of a CLIPTextModel.
  private static final String PREFIX = "text_model.";

  private final Program program;
  private final Weights weights;
  private final ClipTextConfig config;
  private final String at;
  private final Dtype dtype;

  private ClipTextModel(
      Program program, Weights weights, ClipTextConfig config, String at, Dtype dtype) {
    this.program = program;
    this.weights = weights;
    this.config = config;
    this.at = at;
    this.dtype = dtype;
  }

  public static Loaded<ClipTextModel> load(ModelPart part) throws NodeFailure, IOException {
    String name = part.className(List.of(CLASS_NAME, PROJECTED_CLASS_NAME));
    ClipTextConfig config = ClipTextConfig.read(part.config(), name.equals(PROJECTED_CLASS_NAME));
    boolean bare =
        name.equals(CLASS_NAME)
            && part.tensorNames().stream().noneMatch(tensor -> tensor.startsWith(PREFIX));
    String at = bare ? "" : PREFIX;
    ExpectedTensors expected = config.expected(at);
    Weights weights = Weights.load(part.weights(), name, expected, part.dtype());
    Program program = Program.beside(ClipTextModel.class);
    return new Loaded<>(
        new ClipTextModel(program, weights, config, at, part.dtype()), weights.bytes());
  }

  /// What the model says of tokens.
  ///
  /// @param last [batch, length, width]: after the last layer and the final norm
  /// @param early [batch, length, width]: before the layers that were skipped, without a norm
  /// @param pooled [batch, width]: the row of `last` at the end token, projected if the model has a
  ///   projection
  public record Encoded(FloatTensor last, FloatTensor early, FloatTensor pooled) {}

  /// @param tokens [batch, length], at most as long as the model has positions
  /// @param skipped how many layers before the end the early states are, at most all
  public Encoded encode(LongTensor tokens, int skipped) throws NodeFailure {
    List<FloatTensor> results =
        program.callForMany(
            "encode",
            weights,
            new Argument.Word(at),
            Argument.of(tokens),
            Argument.of(endRows(tokens)),
            Argument.of((long) config.layers()),
            Argument.of((long) skipped),
            Argument.of((long) config.heads()),
            new Argument.Word(config.activation()),
            Argument.of(config.epsilon()),
            Argument.of(dtype));
    FloatTensor pooled = results.get(2);
    if (config.projection() > 0) {
      pooled = program.call("project", weights, Argument.of(pooled), Argument.of(dtype));
    }
    return new Encoded(results.get(0), results.get(1), pooled);
  }

  /// The norm that stands behind the last layer, of other hidden states.
  public FloatTensor norm(FloatTensor hidden) throws NodeFailure {
    return program.call(
        "norm",
        weights,
        new Argument.Word(at + "final_layer_norm"),
        Argument.of(hidden),
        Argument.of(config.epsilon()));
  }

  public int layers() {
    return config.layers();
  }

  public int vocabulary() {
    return config.vocabulary();
  }

  public int positions() {
    return config.positions();
  }

  /// For each row of the batch the place of its end token, counted over the whole batch.
  private LongTensor endRows(LongTensor tokens) {
    int batch = Math.toIntExact(tokens.shape().sizes().getFirst());
    int length = Math.toIntExact(tokens.shape().sizes().getLast());
    long[] rows = new long[batch];
    for (int i = 0; i < batch; i++) {
      rows[i] = (long) i * length + endOf(tokens.values(), i * length, length);
    }
    return LongTensor.of(Shape.of(batch), rows);
  }

  /// The first place of the end token, or 0; in older configurations that of the largest number.
  private int endOf(long[] tokens, int start, int length) {
    int end = 0;
    for (int i = 0; i < length; i++) {
      if (config.end() == 2) {
        end = tokens[start + i] > tokens[start + end] ? i : end;
      } else if (tokens[start + i] == config.end()) {
        return i;
      }
    }
    return end;
  }

  @Override
  public void close() {
    program.close();
    weights.close();
  }
}
