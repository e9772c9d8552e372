package org.cinegraph.nodes.audio.stable;

import java.io.IOException;
import java.util.List;
import org.cinegraph.nodes.sdk.ModelLoader.Loaded;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.model.ModelPart;
import org.cinegraph.nodes.tensor.program.Argument;
import org.cinegraph.nodes.tensor.program.Held;
import org.cinegraph.nodes.tensor.program.Program;
import org.cinegraph.nodes.tensor.program.Weights;

/// Stable Audio's autoencoder: strided convolutions with snake activations between waves and
/// latents. Nothing in it looks at the whole of a sound, so that a long one can be decoded in
/// pieces: see [OobleckPieces].
///
/// Threads may share it.
public final class AutoencoderOobleck implements AutoCloseable {
  public static final String CLASS_NAME = "AutoencoderOobleck";

  private final Program program;
  private final Weights weights;
  private final OobleckConfig config;

  private AutoencoderOobleck(Program program, Weights weights, OobleckConfig config) {
    this.program = program;
    this.weights = weights;
    this.config = config;
  }

  public static Loaded<AutoencoderOobleck> load(ModelPart part) throws NodeFailure, IOException {
    part.className(List.of(CLASS_NAME));
    part.requireFloat32();
    OobleckConfig config = OobleckConfig.read(part.config());
    Weights weights = Weights.load(part.weights(), CLASS_NAME, config.expected());
    Program program = Program.beside(AutoencoderOobleck.class);
    return new Loaded<>(new AutoencoderOobleck(program, weights, config), weights.bytes());
  }

  /// @param latents [batch, channels, length]
  /// @return the wave [batch, channels of sound, samples]
  public FloatTensor decode(FloatTensor latents) throws NodeFailure {
    List<Integer> ratios = config.upwards();
    Held reached = program.hold("enter", weights, Argument.of(latents));
    try {
      for (int i = 0; i < ratios.size(); i++) {
        Held next = level("up", "decoder.block." + i + ".", reached, ratios.get(i));
        reached.close();
        reached = next;
      }
      return program.call("head", weights, reached);
    } finally {
      reached.close();
    }
  }

  /// The latents of a sound as a distribution.
  ///
  /// @param mean [batch, channels, length]
  /// @param deviation of the same shape
  public record Heard(FloatTensor mean, FloatTensor deviation) {}

  /// @param wave [batch, channels of sound, samples]
  public Heard encode(FloatTensor wave) throws NodeFailure {
    List<Integer> ratios = config.ratios();
    Held reached = program.hold("listen", weights, Argument.of(wave));
    try {
      for (int i = 0; i < ratios.size(); i++) {
        Held next = level("down", "encoder.block." + i + ".", reached, ratios.get(i));
        reached.close();
        reached = next;
      }
      List<FloatTensor> heard = program.callForMany("heard", weights, reached);
      return new Heard(heard.get(0), heard.get(1));
    } finally {
      reached.close();
    }
  }

  private Held level(String method, String at, Held reached, int ratio) throws NodeFailure {
    return program.hold(
        method,
        weights,
        new Argument.Word(at),
        reached,
        Argument.of((long) ratio),
        Argument.of((long) OobleckConfig.padding(ratio)));
  }

  /// Samples a second.
  public int rate() {
    return config.rate();
  }

  /// Samples to one latent.
  public int hop() {
    return config.hop();
  }

  /// Channels of sound.
  public int sounds() {
    return config.sounds();
  }

  /// Channels of the latents.
  public int latents() {
    return config.latents();
  }

  OobleckConfig config() {
    return config;
  }

  @Override
  public void close() {
    program.close();
    weights.close();
  }
}
