package org.cinegraph.nodes.video.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BITEXACT;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_ITU601;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_ITU709;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INT;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.cinegraph.nodes.video.frame.Frame;
import org.cinegraph.nodes.video.frame.VideoFormat;

/// Turns decoded pictures into RGB, by the matrix and range that they are tagged with, the same way
/// on every processor.
final class RgbConversion implements AutoCloseable {
  private static final int HIGH_DEFINITION_ROWS = 720;
  private static final int UNITY = 1 << 16;

  private final SwsContext scaler;
  private final AVFrame rgb;
  private final Source source;
  private final VideoFormat format;

  private record Source(int width, int height, int pixels, int matrix, int range) {
    static Source of(AVFrame frame) {
      return new Source(
          frame.width(), frame.height(), frame.format(), frame.colorspace(), frame.color_range());
    }
  }

  private RgbConversion(SwsContext scaler, AVFrame rgb, Source source, VideoFormat format) {
    this.scaler = scaler;
    this.rgb = rgb;
    this.source = source;
    this.format = format;
  }

  static RgbConversion of(AVFrame frame, VideoFormat format) throws MediaException {
    Source source = Source.of(frame);
    AVFrame rgb = Pictures.allocate(format, AV_PIX_FMT_RGB24);
    SwsContext scaler =
        swscale.sws_getContext(
            source.width(),
            source.height(),
            source.pixels(),
            format.width(),
            format.height(),
            AV_PIX_FMT_RGB24,
            SWS_BICUBIC | SWS_ACCURATE_RND | SWS_BITEXACT | SWS_FULL_CHR_H_INT,
            null,
            null,
            (DoublePointer) null);
    if (scaler == null || scaler.isNull()) {
      avutil.av_frame_free(rgb);
      throw new MediaException("No conversion to RGB from pixel format " + source.pixels());
    }
    IntPointer matrix = swscale.sws_getCoefficients(matrixOf(source));
    int full = source.range() == AVCOL_RANGE_JPEG ? 1 : 0;
    swscale.sws_setColorspaceDetails(scaler, matrix, full, matrix, 1, 0, UNITY, UNITY);
    return new RgbConversion(scaler, rgb, source, format);
  }

  boolean fits(AVFrame frame) {
    return source.equals(Source.of(frame));
  }

  Frame apply(AVFrame frame) throws MediaException {
    Ffmpeg.check(
        swscale.sws_scale(
            scaler, frame.data(), frame.linesize(), 0, source.height(), rgb.data(), rgb.linesize()),
        "Converting a frame failed");
    byte[] pixels = new byte[Frame.CHANNELS * format.width() * format.height()];
    int row = Frame.CHANNELS * format.width();
    for (int y = 0; y < format.height(); y++) {
      rgb.data(0).position((long) y * rgb.linesize(0)).get(pixels, y * row, row);
    }
    return new Frame(format.width(), format.height(), pixels);
  }

  @Override
  public void close() {
    swscale.sws_freeContext(scaler);
    avutil.av_frame_free(rgb);
  }

  /// An untagged picture is taken as players take it: BT.709 from 720 rows on, else BT.601.
  private static int matrixOf(Source source) {
    if (source.matrix() != AVCOL_SPC_UNSPECIFIED) {
      return source.matrix();
    }
    return source.height() >= HIGH_DEFINITION_ROWS ? SWS_CS_ITU709 : SWS_CS_ITU601;
  }
}
