package org.cinegraph.nodes.diffusion.image;

import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.video.mask.Mask;

/// A mask of an image on the scale of its latents: where it is at least half white at the first
/// pixel of a latent, that latent is made anew.
public final class LatentMask {
  private LatentMask() {}

  /// @param beside the input whose size it has to have
  /// @param channels of the latents
  /// @param count of images, which share the mask
  /// @return for each value of the latents 1 or 0
  /// @throws NodeFailure the mask is not of the image's size
  public static float[] of(Mask mask, String beside, ImageSize size, int channels, int count)
      throws NodeFailure {
    mask.requireSize("mask", beside, size.width(), size.height());
    int plane = size.rows() * size.columns();
    float[] anew = new float[count * channels * plane];
    for (int i = 0; i < anew.length; i++) {
      int row = i % plane / size.columns();
      int column = i % size.columns();
      anew[i] = mask.at(column * size.scale(), row * size.scale()) >= Mask.HALF ? 1 : 0;
    }
    return anew;
  }
}
