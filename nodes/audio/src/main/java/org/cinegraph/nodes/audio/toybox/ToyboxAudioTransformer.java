package org.cinegraph.nodes.audio.toybox;

import java.io.IOException;
import java.util.List;
import org.cinegraph.nodes.sdk.ModelLoader.Loaded;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.array.Shape;
import org.cinegraph.nodes.tensor.artifact.Conditioning;
import org.cinegraph.nodes.tensor.model.ModelPart;
import org.cinegraph.nodes.tensor.program.Argument;
import org.cinegraph.nodes.tensor.program.ExpectedTensors;
import org.cinegraph.nodes.tensor.program.Program;
import org.cinegraph.nodes.tensor.program.Weights;

/// The sound generator of toybox: a transformer over 50 tokens a second that looks at the text and
/// is added, token by token, what it sees of the video at that moment. It gives the velocity that
/// carries noise (t = 0) to latents of sound (t = 1).
///
/// Threads may share it.
public final class ToyboxAudioTransformer implements AutoCloseable {
  public static final String CLASS_NAME = "ToyboxAudioTransformer";

  private static final int SINUSOIDS = 64;

  private final Program program;
  private final Weights weights;
  private final ToyboxAudioTransformerConfig config;

  private ToyboxAudioTransformer(
      Program program, Weights weights, ToyboxAudioTransformerConfig config) {
    this.program = program;
    this.weights = weights;
    this.config = config;
  }

  public static Loaded<ToyboxAudioTransformer> load(ModelPart part)
      throws NodeFailure, IOException {
    part.className(List.of(CLASS_NAME));
    ToyboxAudioTransformerConfig config = ToyboxAudioTransformerConfig.read(part.config());
    Weights weights = Weights.load(part.weights(), CLASS_NAME, expected(config));
    Program program = Program.beside(ToyboxAudioTransformer.class);
    return new Loaded<>(new ToyboxAudioTransformer(program, weights, config), weights.bytes());
  }

  private static ExpectedTensors expected(ToyboxAudioTransformerConfig config) {
    int width = config.width();
    ExpectedTensors expected = new ExpectedTensors();
    expected
        .add("position_t", config.length(), width)
        .add("no_video", width)
        .addLayer("proj_in", width, config.channels())
        .addLayer("proj_out", config.channels(), width);
    addVideoEncoder(expected, width);
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

  private static void addVideoEncoder(ExpectedTensors expected, int width) {
    expected
        .add("video_encoder.gate", width)
        .addLayer("video_encoder.conv1", 16, 3, 5, 5)
        .addLayer("video_encoder.conv2", 32, 16, 3, 3)
        .addLayer("video_encoder.linear", width, 512)
        .addLayer("video_encoder.temporal1", width, width, 5)
        .addLayer("video_encoder.temporal2", width, width, 5)
        .addLayer("video_encoder.proj", width, 3L * width);
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

  public ToyboxAudioTransformerConfig config() {
    return config;
  }

  /// The shape of the latents of one sound.
  public Shape latents() {
    return Shape.of(1, config.channels(), config.length());
  }

  /// What each token sees of a video.
  ///
  /// @param frames [batch, frames, 3, pixels, pixels], from -1 to 1
  /// @return [batch, length, width]
  public FloatTensor watch(FloatTensor frames) throws NodeFailure {
    return program.call(
        "watch",
        weights,
        Argument.of(frames),
        Argument.of((long) config.length()),
        Argument.of((double) config.videoRate()));
  }

  /// @param x latents [batch, channels, length]
  /// @param t flow times [batch]
  /// @param text of as many rows as the batch
  /// @param video from [#watch]
  /// @param seen [batch], 0 where the token is to see nothing
  /// @return the velocity, of the shape of x
  public FloatTensor velocity(
      FloatTensor x, FloatTensor t, Conditioning text, FloatTensor video, FloatTensor seen)
      throws NodeFailure {
    return velocity(x, t, text.hidden(), text.present(), video, seen);
  }

  FloatTensor velocity(
      FloatTensor x,
      FloatTensor t,
      FloatTensor hidden,
      FloatTensor present,
      FloatTensor video,
      FloatTensor seen)
      throws NodeFailure {
    return program.call(
        "velocity",
        weights,
        Argument.of(x),
        Argument.of(t),
        Argument.of(hidden),
        Argument.of(present),
        Argument.of(video),
        Argument.of(seen),
        Argument.of((long) config.heads()),
        Argument.of((long) config.blocks()));
  }

  @Override
  public void close() {
    program.close();
    weights.close();
  }
}
