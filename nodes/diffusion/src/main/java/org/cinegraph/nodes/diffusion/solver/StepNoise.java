package org.cinegraph.nodes.diffusion.solver;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.nodes.tensor.array.Shape;
import org.cinegraph.nodes.tensor.noise.TorchNoise;

/// The noise that a solver adds at a call. It is a function of the call, never the continuation of
/// a stream: a resumed sampling draws what an uninterrupted one would have drawn, and no two nodes
/// share a generator.
@FunctionalInterface
public interface StepNoise {
  /// For solvers that add none.
  StepNoise NONE =
      call -> {
        throw new IllegalStateException("This solver was said to add no noise");
      };

  float[] at(int call);

  /// @param purpose what it is drawn for: two purposes have unrelated noise
  static StepNoise seeded(long seed, String purpose, Shape shape) {
    return call -> TorchNoise.seeded(callSeed(seed, purpose, call)).normal(shape).values();
  }

  /// The first four bytes, as a big-endian number, of the SHA-256 of `purpose:seed:call`, where
  /// only the low 32 bits of the seed count, unsigned, as for the noise that a sampling begins
  /// with.
  static long callSeed(long seed, String purpose, int call) {
    String text = "%s:%d:%d".formatted(purpose, seed & 0xffffffffL, call);
    byte[] digest = Digest.of(text.getBytes(StandardCharsets.UTF_8)).bytes();
    return Integer.toUnsignedLong(ByteBuffer.wrap(digest).getInt());
  }
}
