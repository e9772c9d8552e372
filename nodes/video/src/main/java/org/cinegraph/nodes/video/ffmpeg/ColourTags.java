package org.cinegraph.nodes.video.ffmpeg;

import org.bytedeco.ffmpeg.avutil.AVFrame;

/// What a coded picture says of its colours, by the code points of ITU-T H.273 (1 is BT.709).
///
/// @param range 1 limited ("tv"), 2 full
public record ColourTags(int matrix, int primaries, int transfer, int range) {
  public static final ColourTags BT709 = new ColourTags(1, 1, 1, 1);

  static ColourTags of(AVFrame frame) {
    return new ColourTags(
        frame.colorspace(), frame.color_primaries(), frame.color_trc(), frame.color_range());
  }
}
