package org.cinegraph.nodes.tensor.noise;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.OptionalDouble;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.array.Shape;

/// A stream of normal random numbers equal, bit for bit, to `torch.randn` with a CPU generator of
/// the same seed on x86-64 with AVX2, so that seeds from other tools make the same pictures.
///
/// The state can be saved and restored between any two draws. One thread at a time.
public final class TorchNoise {
  /// Part of memo keys and of the checkpoint's fingerprint; a change of the numbers changes it.
  public static final String ALGORITHM = "torch-cpu-mt19937-f32-v1";

  private static final float FLOAT_STEP = 0x1p-24f;
  private static final int FLOAT_MASK = 0xffffff;
  private static final double DOUBLE_STEP = 0x1p-53;
  private static final long DOUBLE_MASK = (1L << 53) - 1;

  private final MersenneTwister words;

  /// The second half of a pair drawn one by one: it waits in the generator for the next small draw,
  /// even across a large one.
  private OptionalDouble waiting;

  private TorchNoise(MersenneTwister words, OptionalDouble waiting) {
    this.words = words;
    this.waiting = waiting;
  }

  /// As torch, only the low 32 bits of the seed count.
  public static TorchNoise seeded(long seed) {
    return new TorchNoise(MersenneTwister.seeded((int) seed), OptionalDouble.empty());
  }

  public static TorchNoise restore(DataInput in) throws IOException {
    MersenneTwister words = MersenneTwister.restore(in);
    boolean hasWaiting = in.readBoolean();
    OptionalDouble waiting =
        hasWaiting ? OptionalDouble.of(in.readDouble()) : OptionalDouble.empty();
    return new TorchNoise(words, waiting);
  }

  public void save(DataOutput out) throws IOException {
    words.save(out);
    out.writeBoolean(waiting.isPresent());
    if (waiting.isPresent()) {
      out.writeDouble(waiting.getAsDouble());
    }
  }

  /// The next `shape.elements()` numbers; the shape itself has no influence on them.
  public FloatTensor normal(Shape shape) {
    return FloatTensor.of(shape, normal(Math.toIntExact(shape.elements())));
  }

  float[] normal(int count) {
    float[] values = new float[count];
    if (count < BoxMuller.BLOCK) {
      for (int i = 0; i < count; i++) {
        values[i] = (float) nextSingle();
      }
      return values;
    }
    fillUniform(values, 0);
    int whole = count - count % BoxMuller.BLOCK;
    for (int start = 0; start < whole; start += BoxMuller.BLOCK) {
      BoxMuller.transform(values, start);
    }
    if (whole != count) {
      // Torch draws the last block anew, over the tail of the block before it.
      int last = count - BoxMuller.BLOCK;
      fillUniform(values, last);
      BoxMuller.transform(values, last);
    }
    return values;
  }

  private void fillUniform(float[] values, int start) {
    for (int i = start; i < values.length; i++) {
      values[i] = (words.nextWord() & FLOAT_MASK) * FLOAT_STEP;
    }
  }

  private double nextSingle() {
    if (waiting.isPresent()) {
      double value = waiting.getAsDouble();
      waiting = OptionalDouble.empty();
      return value;
    }
    double first = nextUniform();
    double second = nextUniform();
    double radius = Math.sqrt(-2 * Math.log1p(-second));
    double angle = 2 * Math.PI * first;
    waiting = OptionalDouble.of(radius * Math.sin(angle));
    return radius * Math.cos(angle);
  }

  private double nextUniform() {
    long high = Integer.toUnsignedLong(words.nextWord());
    long low = Integer.toUnsignedLong(words.nextWord());
    return ((high << 32 | low) & DOUBLE_MASK) * DOUBLE_STEP;
  }
}
