package org.cinegraph.nodes.video.ffmpeg;

import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avutil;
import org.cinegraph.nodes.video.frame.FrameRate;
import org.cinegraph.nodes.video.frame.VideoFormat;

/// The words for pictures and times that all coders here share.
final class Pictures {
  private Pictures() {}

  /// A frame with room for its pixels; the caller frees it.
  static AVFrame allocate(VideoFormat format, int pixels) throws MediaException {
    AVFrame picture = avutil.av_frame_alloc();
    picture.format(pixels);
    picture.width(format.width());
    picture.height(format.height());
    int code = avutil.av_frame_get_buffer(picture, 0);
    if (code < 0) {
      avutil.av_frame_free(picture);
    }
    Ffmpeg.check(code, "No memory for a frame");
    return picture;
  }

  static void describe(AVCodecContext context, VideoFormat format, int pixels) {
    context.width(format.width());
    context.height(format.height());
    context.pix_fmt(pixels);
    try (AVRational rate = perSecond(format.rate());
        AVRational tick = tick(format.rate());
        AVRational square = fraction(1, 1)) {
      context.framerate(rate);
      context.time_base(tick);
      context.sample_aspect_ratio(square);
    }
    // More threads would let timing and machine choose the slices, and with them the bytes.
    context.thread_count(1);
  }

  static AVRational perSecond(FrameRate rate) {
    return fraction(rate.numerator(), rate.denominator());
  }

  /// The time of one frame.
  static AVRational tick(FrameRate rate) {
    return fraction(rate.denominator(), rate.numerator());
  }

  static AVRational fraction(int numerator, int denominator) {
    AVRational fraction = new AVRational();
    fraction.num(numerator);
    fraction.den(denominator);
    return fraction;
  }
}
