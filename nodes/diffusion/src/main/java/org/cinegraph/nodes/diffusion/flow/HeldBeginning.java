package org.cinegraph.nodes.diffusion.flow;

import static java.util.Objects.requireNonNull;

import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.array.Shape;

/// The beginning of a segment that is known already: the end of the segment before. While the rest
/// is sampled, it is held on the straight way from its noise to itself, which is where the model
/// expects it at each time; so the rest comes to fit it, and at the end it is there bit for bit.
///
/// @param before latents of the segment before, [1, channels, frames, rows, columns]
/// @param frames how many of its last latent frames are the first of the new segment
public record HeldBeginning(FloatTensor before, int frames) {
  public HeldBeginning {
    requireNonNull(before, "before is null");
    if (frames < 1 || frames >= before.shape().sizes().get(2)) {
      throw new IllegalArgumentException(
          "Of " + before.shape() + " the last " + frames + " frames cannot be held");
    }
  }

  /// @param x a point on the way, of the same shape
  /// @param noise where the way began
  /// @param t time of x, 0 noise to 1 data
  /// @return x with its first frames where they are known to be
  FloatTensor hold(FloatTensor x, FloatTensor noise, float t) {
    Shape shape = x.shape();
    int channels = Math.toIntExact(shape.sizes().get(1));
    int length = Math.toIntExact(shape.sizes().get(2));
    int picture = Math.toIntExact(shape.sizes().get(3) * shape.sizes().get(4));
    float[] held = x.values().clone();
    for (int channel = 0; channel < channels; channel++) {
      int start = channel * length * picture;
      int known = start + (length - frames) * picture;
      for (int i = 0; i < frames * picture; i++) {
        held[start + i] = t * before.values()[known + i] + (1 - t) * noise.values()[start + i];
      }
    }
    return FloatTensor.of(shape, held);
  }
}
