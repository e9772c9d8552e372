package org.cinegraph.nodes.diffusion.flow;

import java.util.Arrays;
import org.cinegraph.nodes.diffusion.guide.Guidance;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.array.Shape;

/// A velocity field with classifier-free guidance, both sides asked in one batch of two.
///
/// @param shape of one sample; its first size is 1
record GuidedField(VelocityField field, Shape shape, Guidance guidance) {
  /// @param call of so many
  float[] at(int call, int calls, float[] x, float t) throws NodeFailure {
    if (!guidance.at(call, calls)) {
      FloatTensor velocity = field.at(FloatTensor.of(shape, x), FloatTensor.of(new float[] {t}, 1));
      return velocity.values().clone();
    }
    FloatTensor both = field.at(twice(x), FloatTensor.of(new float[] {t, t}, 2));
    return guidance.combine(both.values());
  }

  private FloatTensor twice(float[] x) {
    float[] both = Arrays.copyOf(x, 2 * x.length);
    System.arraycopy(x, 0, both, x.length, x.length);
    long[] sizes = shape.toArray();
    sizes[0] = 2;
    return FloatTensor.of(both, sizes);
  }
}
