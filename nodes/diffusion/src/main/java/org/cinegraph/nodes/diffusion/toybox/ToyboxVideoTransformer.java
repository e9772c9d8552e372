package org.cinegraph.nodes.diffusion.toybox;

import java.io.IOException;
import java.util.List;
import org.cinegraph.nodes.diffusion.refocus.AttentionFocus;
import org.cinegraph.nodes.diffusion.refocus.AttentionFocus.Slope;
import org.cinegraph.nodes.diffusion.refocus.MapShape;
import org.cinegraph.nodes.sdk.ModelLoader.Loaded;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.array.Shape;
import org.cinegraph.nodes.tensor.artifact.Conditioning;
import org.cinegraph.nodes.tensor.model.ModelPart;
import org.cinegraph.nodes.tensor.program.Argument;
import org.cinegraph.nodes.tensor.program.ExpectedTensors;
import org.cinegraph.nodes.tensor.program.Held;
import org.cinegraph.nodes.tensor.program.Program;
import org.cinegraph.nodes.tensor.program.Weights;

/// The video generator of toybox, after Movie Gen (arXiv 2410.13720): a transformer over 2×2
/// patches of latents whose blocks are steered by the time and look at the text. It gives the
/// velocity that carries noise (t = 0) to latents (t = 1).
///
/// Threads may share it.
public final class ToyboxVideoTransformer implements AutoCloseable {
  public static final String CLASS_NAME = "ToyboxVideoTransformer";

  private static final int SINUSOIDS = 64;

  private final Program program;
  private final Weights weights;
  private final ToyboxVideoTransformerConfig config;

  private ToyboxVideoTransformer(
      Program program, Weights weights, ToyboxVideoTransformerConfig config) {
    this.program = program;
    this.weights = weights;
    this.config = config;
  }

  public static Loaded<ToyboxVideoTransformer> load(ModelPart part)
      throws NodeFailure, IOException {
    part.className(List.of(CLASS_NAME));
    ToyboxVideoTransformerConfig config = ToyboxVideoTransformerConfig.read(part.config());
    Weights weights = Weights.load(part.weights(), CLASS_NAME, expected(config));
    Program program = Program.beside(ToyboxVideoTransformer.class, AttentionFocus.class);
    return new Loaded<>(new ToyboxVideoTransformer(program, weights, config), weights.bytes());
  }

  private static ExpectedTensors expected(ToyboxVideoTransformerConfig config) {
    int width = config.width();
    ExpectedTensors expected = new ExpectedTensors();
    long patch = (long) config.channels() * config.patch() * config.patch();
    expected
        .add("position_t", config.frames(), width)
        .add("position_h", config.rows() / config.patch(), width)
        .add("position_w", config.columns() / config.patch(), width)
        .addLayer("proj_in", width, patch)
        .addLayer("proj_out", patch, width);
    expected
        .add("scale_shift_table", 2, width)
        .addLayer("text_proj", width, config.textWidth())
        .addLayer("text_norm", width)
        .addLayer("text_pool", width, config.textWidth())
        .addLayer("time_embedder.linear_1", width, SINUSOIDS)
        .addLayer("time_embedder.linear_2", width, width)
        .addLayer("time_proj", 6L * width, width)
        .add("norm_out.weight", width);
    for (int i = 0; i < config.blocks(); i++) {
      addBlock(expected, "blocks." + i + ".", width, config.feedForward());
    }
    return expected;
  }

  private static void addBlock(ExpectedTensors expected, String at, int width, int inner) {
    expected.add(at + "scale_shift_table", 6, width);
    for (String norm : List.of("norm1", "norm_cross", "norm2")) {
      expected.add(at + norm + ".weight", width);
    }
    for (String attention : List.of("self_attention", "cross_attention")) {
      expected
          .add(at + attention + ".to_q.weight", width, width)
          .add(at + attention + ".to_kv.weight", 2L * width, width)
          .add(at + attention + ".to_out.weight", width, width);
    }
    expected
        .add(at + "ffn.gate.weight", inner, width)
        .add(at + "ffn.up.weight", inner, width)
        .add(at + "ffn.down.weight", width, inner);
  }

  public ToyboxVideoTransformerConfig config() {
    return config;
  }

  /// The shape of the latents of one video.
  public Shape latents() {
    return Shape.of(1, config.channels(), config.frames(), config.rows(), config.columns());
  }

  /// How it looks at words: with one token for each patch of each frame.
  public MapShape attentionMap() {
    int patch = config.patch();
    return new MapShape(config.frames(), config.rows() / patch, config.columns() / patch);
  }

  /// @param x latents [batch, channels, frames, rows, columns]
  /// @param t flow times [batch]
  /// @param text of which a batch of one is told the first row
  /// @return the velocity, of the shape of x
  public FloatTensor velocity(FloatTensor x, FloatTensor t, Conditioning text) throws NodeFailure {
    return velocity(x, t, text, AttentionFocus.none());
  }

  /// @param focus what attention is to do beside its work
  public FloatTensor velocity(FloatTensor x, FloatTensor t, Conditioning text, AttentionFocus focus)
      throws NodeFailure {
    long batch = x.shape().sizes().getFirst();
    return velocity(x, t, text.hidden().firstRows(batch), text.present().firstRows(batch), focus);
  }

  FloatTensor velocity(FloatTensor x, FloatTensor t, FloatTensor hidden, FloatTensor present)
      throws NodeFailure {
    return velocity(x, t, hidden, present, AttentionFocus.none());
  }

  private FloatTensor velocity(
      FloatTensor x, FloatTensor t, FloatTensor hidden, FloatTensor present, AttentionFocus focus)
      throws NodeFailure {
    try (Held shared = focus.hold(program)) {
      FloatTensor velocity =
          program.call("velocity", arguments(Argument.of(x), t, hidden, present, shared));
      focus.show(program, shared);
      return velocity;
    }
  }

  /// The energy of a focus, and how it changes with x.
  ///
  /// @param x latents [1, channels, frames, rows, columns]
  /// @param gradient whether one is wanted
  public Slope slope(
      FloatTensor x, FloatTensor t, Conditioning text, AttentionFocus focus, boolean gradient)
      throws NodeFailure {
    Program calls = gradient ? program.withGradients() : program;
    FloatTensor hidden = text.hidden().firstRows(1);
    FloatTensor present = text.present().firstRows(1);
    try (Held shared = focus.hold(program);
        Held followed = AttentionFocus.follow(program, x);
        Held _ = calls.hold("velocity", arguments(followed, t, hidden, present, shared))) {
      return focus.slope(program, shared, followed, gradient);
    }
  }

  private Argument[] arguments(
      Argument x, FloatTensor t, FloatTensor hidden, FloatTensor present, Held shared) {
    return new Argument[] {
      weights,
      x,
      Argument.of(t),
      Argument.of(hidden),
      Argument.of(present),
      shared,
      Argument.of((long) config.heads()),
      Argument.of((long) config.blocks())
    };
  }

  @Override
  public void close() {
    program.close();
    weights.close();
  }
}
