package org.cinegraph.nodes.diffusion.image;

import org.cinegraph.nodes.tensor.array.FloatTensor;

/// What models of inpainting are shown in channels of their own, behind those of the latents: the
/// mask, and the latents of the image without what the mask covers. All samples share them.
///
/// @param planes one behind another, each of the size of the latents
@SuppressWarnings("ArrayRecordComponent")
public record BesideLatents(float[] planes) {
  /// @param mask in one plane, 1 where the image is to be made
  public static BesideLatents of(float[] mask, FloatTensor masked) {
    float[] planes = new float[mask.length + masked.values().length];
    System.arraycopy(mask, 0, planes, 0, mask.length);
    System.arraycopy(masked.values(), 0, planes, mask.length, masked.values().length);
    return new BesideLatents(planes);
  }

  /// @param x [batch, channels, rows, columns]
  /// @return the same with more channels
  public FloatTensor behind(FloatTensor x) {
    long[] sizes = x.shape().toArray();
    int batch = Math.toIntExact(sizes[0]);
    int length = x.values().length / batch;
    int longer = length + planes.length;
    float[] joined = new float[batch * longer];
    for (int i = 0; i < batch; i++) {
      System.arraycopy(x.values(), i * length, joined, i * longer, length);
      System.arraycopy(planes, 0, joined, i * longer + length, planes.length);
    }
    sizes[1] += planes.length / (sizes[2] * sizes[3]);
    return FloatTensor.of(joined, sizes);
  }

  /// A denoiser that is shown this too.
  public NoisePredictor shownTo(NoisePredictor predictor) {
    return (x, timesteps, hidden, added) -> predictor.predict(behind(x), timesteps, hidden, added);
  }
}
