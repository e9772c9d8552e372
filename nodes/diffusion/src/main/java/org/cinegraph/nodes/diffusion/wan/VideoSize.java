package org.cinegraph.nodes.diffusion.wan;

import java.util.List;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.Shape;

/// The size of a video, in pixels and frames and in latents: the first frame is a latent frame, and
/// then each four.
///
/// @param scale pixels a side for one latent
public record VideoSize(int width, int height, int frames, int scale) {
  private static final int FRAMES = 4;

  /// As an author asks for it.
  ///
  /// @param unitWidth what the width has to be a multiple of: the pixels of a token
  /// @param unitHeight the same of the height
  /// @throws NodeFailure what is asked for cannot be made; the nearest that can is said
  public static VideoSize of(
      int width, int height, int frames, int scale, int unitWidth, int unitHeight)
      throws NodeFailure {
    requireMultiple("Parameter width", width, unitWidth);
    requireMultiple("Parameter height", height, unitHeight);
    requireFrames("Parameter frames", frames);
    return new VideoSize(width, height, frames, scale);
  }

  /// @param what has so many frames, for messages
  public static void requireFrames(String what, int frames) throws NodeFailure {
    if (frames % FRAMES != 1) {
      int nearest = Math.max(0, Math.round((frames - 1f) / FRAMES)) * FRAMES + 1;
      throw NodeFailure.user(
          "frames-unsupported",
          "%s: Wan's videos have 1 frame and 4 for each further latent frame, found %d. The nearest is %d."
              .formatted(what, frames, nearest));
    }
  }

  /// @param what has that side, for messages
  public static void requireMultiple(String what, int side, int unit) throws NodeFailure {
    if (side % unit != 0) {
      int nearest = Math.max(1, Math.round((float) side / unit)) * unit;
      throw NodeFailure.user(
          "size-unsupported",
          "%s: the model takes multiples of %d, found %d. The nearest is %d."
              .formatted(what, unit, side, nearest));
    }
  }

  /// That of a video's latents.
  ///
  /// @param sizes [1, channels, frames, rows, columns]
  public static VideoSize ofLatents(List<Long> sizes, int scale) {
    return new VideoSize(
        Math.toIntExact(sizes.get(4) * scale),
        Math.toIntExact(sizes.get(3) * scale),
        Math.toIntExact((sizes.get(2) - 1) * FRAMES + 1),
        scale);
  }

  public Shape latents(int channels) {
    return Shape.of(1, channels, (frames - 1) / FRAMES + 1, height / scale, width / scale);
  }
}
