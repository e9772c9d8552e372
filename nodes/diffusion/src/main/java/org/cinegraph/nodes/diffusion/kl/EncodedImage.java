package org.cinegraph.nodes.diffusion.kl;

import java.util.List;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.array.Shape;

/// What the encoder says of images: for each latent a normal distribution.
///
/// @param mean [batch, channels, rows, columns], not normalised
/// @param logvar logarithm of the variance, -30 to 20, as large
public record EncodedImage(FloatTensor mean, FloatTensor logvar) {
  private static final float LEAST = -30;
  private static final float MOST = 20;

  /// @param moments [batch, 2·channels, rows, columns], mean before logvar
  static EncodedImage of(FloatTensor moments) {
    List<Long> sizes = moments.shape().sizes();
    Shape shape = Shape.of(sizes.get(0), sizes.get(1) / 2, sizes.get(2), sizes.get(3));
    int all = Math.toIntExact(shape.elements());
    int half = all / Math.toIntExact(sizes.getFirst());
    float[] mean = new float[all];
    float[] logvar = new float[all];
    for (int i = 0; i < all; i++) {
      int from = i / half * 2 * half + i % half;
      mean[i] = moments.values()[from];
      logvar[i] = Math.clamp(moments.values()[from + half], LEAST, MOST);
    }
    return new EncodedImage(FloatTensor.of(shape, mean), FloatTensor.of(shape, logvar));
  }

  /// Latents drawn from the distribution, not normalised.
  ///
  /// @param noise standard normal, as many numbers as the mean has
  public FloatTensor sample(FloatTensor noise) {
    float[] values = new float[mean.values().length];
    for (int i = 0; i < values.length; i++) {
      float deviation = (float) Math.exp(0.5f * logvar.values()[i]);
      values[i] = mean.values()[i] + deviation * noise.values()[i];
    }
    return FloatTensor.of(mean.shape(), values);
  }
}
