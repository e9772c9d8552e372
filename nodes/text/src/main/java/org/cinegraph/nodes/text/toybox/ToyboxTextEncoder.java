package org.cinegraph.nodes.text.toybox;

import java.io.IOException;
import java.util.List;
import org.cinegraph.nodes.sdk.ModelLoader.Loaded;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.array.LongTensor;
import org.cinegraph.nodes.tensor.array.Shape;
import org.cinegraph.nodes.tensor.artifact.Conditioning;
import org.cinegraph.nodes.tensor.model.ModelConfig;
import org.cinegraph.nodes.tensor.model.ModelPart;
import org.cinegraph.nodes.tensor.program.Argument;
import org.cinegraph.nodes.tensor.program.ExpectedTensors;
import org.cinegraph.nodes.tensor.program.Program;
import org.cinegraph.nodes.tensor.program.Weights;

/// The text encoder of toybox: word and position embeddings, one transformer block with RMSNorm and
/// SwiGLU, RMSNorm. Word numbers [batch, length], 0 being padding, give hidden states [batch,
/// length, width] of size about 1.
///
/// Threads may share it.
public final class ToyboxTextEncoder implements AutoCloseable {
  public static final String CLASS_NAME = "ToyboxTextEncoder";

  private final Program program;
  private final Weights weights;
  private final int heads;

  private ToyboxTextEncoder(Program program, Weights weights, int heads) {
    this.program = program;
    this.weights = weights;
    this.heads = heads;
  }

  public static Loaded<ToyboxTextEncoder> load(ModelPart part) throws NodeFailure, IOException {
    part.className(List.of(CLASS_NAME));
    Weights weights = Weights.load(part.weights(), CLASS_NAME, expected(part.config()));
    Program program = Program.beside(ToyboxTextEncoder.class);
    int heads = part.config().integer("heads");
    return new Loaded<>(new ToyboxTextEncoder(program, weights, heads), weights.bytes());
  }

  private static ExpectedTensors expected(ModelConfig config) throws NodeFailure {
    int width = config.integer("width");
    int inner = config.integer("feed_forward");
    return new ExpectedTensors()
        .add("token_embedding.weight", config.integer("vocabulary"), width)
        .add("position_embedding.weight", config.integer("length"), width)
        .add("block.norm1.weight", width)
        .add("block.attention.to_q.weight", width, width)
        .add("block.attention.to_kv.weight", 2L * width, width)
        .add("block.attention.to_out.weight", width, width)
        .add("block.norm2.weight", width)
        .add("block.ffn.gate.weight", inner, width)
        .add("block.ffn.up.weight", inner, width)
        .add("block.ffn.down.weight", width, inner)
        .add("norm_out.weight", width);
  }

  /// @param tokens [batch, length]
  /// @return [batch, length, width]
  public FloatTensor encode(LongTensor tokens) throws NodeFailure {
    return program.call("encode", weights, Argument.of(tokens), Argument.of((long) heads));
  }

  /// What guided generation needs of a prompt, in contrast to none.
  public Conditioning condition(WordTokenizer tokenizer, String prompt) throws NodeFailure {
    return condition(tokenizer.encode(prompt), tokenizer.absent());
  }

  /// What guided generation needs of the numbers of a prompt, in contrast to those of another.
  public Conditioning condition(long[] words, long[] absent) throws NodeFailure {
    long[] both = new long[2 * words.length];
    for (int i = 0; i < words.length; i++) {
      both[i] = words[i];
      both[words.length + i] = absent[i];
    }
    LongTensor tokens = LongTensor.of(Shape.of(2, words.length), both);
    return new Conditioning(encode(tokens), present(tokens)).withTokens(words);
  }

  /// 1 for words and 0 for padding.
  public static FloatTensor present(LongTensor tokens) {
    float[] present = new float[tokens.values().length];
    for (int i = 0; i < present.length; i++) {
      present[i] = tokens.values()[i] == 0 ? 0 : 1;
    }
    return FloatTensor.of(tokens.shape(), present);
  }

  @Override
  public void close() {
    program.close();
    weights.close();
  }
}
