package org.cinegraph.nodes.diffusion.flow;

import java.util.Arrays;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.array.Shape;

/// A velocity field with classifier-free guidance: `v = v∅ + g·(v_c − v∅)`, both asked in one batch
/// of two.
///
/// @param shape of one sample; its first size is 1
/// @param guidance 1 takes the condition as it is, more exaggerates it
record GuidedField(VelocityField field, Shape shape, float guidance) {
  float[] at(float[] x, float t) throws NodeFailure {
    float[] both = field.at(twice(x), FloatTensor.of(new float[] {t, t}, 2)).values();
    float[] velocity = new float[both.length / 2];
    for (int i = 0; i < velocity.length; i++) {
      float absent = both[velocity.length + i];
      velocity[i] = absent + guidance * (both[i] - absent);
    }
    return velocity;
  }

  private FloatTensor twice(float[] x) {
    float[] both = Arrays.copyOf(x, 2 * x.length);
    System.arraycopy(x, 0, both, x.length, x.length);
    long[] sizes = shape.toArray();
    sizes[0] = 2;
    return FloatTensor.of(both, sizes);
  }
}
