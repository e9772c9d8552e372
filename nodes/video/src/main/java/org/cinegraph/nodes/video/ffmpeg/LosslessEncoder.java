package org.cinegraph.nodes.video.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_BITEXACT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MAGICYUV;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GBRP;

import java.nio.file.Path;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.cinegraph.nodes.video.frame.Frame;
import org.cinegraph.nodes.video.frame.VideoFormat;

/// Writes frames into a Matroska file of MagicYUV, which gives every pixel back as it was.
///
/// Each frame is coded by itself and at once, so that one frame is all that is held. Equal frames
/// give the same bytes. (Ut Video rather than FFV1: 8 times as fast at 1.17 times the size.)
public final class LosslessEncoder implements AutoCloseable {
  private static final int GREEN = 0;
  private static final int BLUE = 1;
  private static final int RED = 2;

  private final VideoFormat format;
  private final Encoder encoder;
  private final Muxer muxer;
  private final AVFrame picture;
  private final int stride;
  private final byte[][] planes;
  private int frames;

  private LosslessEncoder(VideoFormat format, Encoder encoder, Muxer muxer, AVFrame picture) {
    this.format = format;
    this.encoder = encoder;
    this.muxer = muxer;
    this.picture = picture;
    this.stride = picture.linesize(GREEN);
    this.planes = new byte[Frame.CHANNELS][stride * format.height()];
  }

  /// Begins a file, replacing what is there.
  public static LosslessEncoder create(Path file, VideoFormat format) throws MediaException {
    Ffmpeg.load();
    Encoder encoder = openEncoder(format);
    try {
      Muxer muxer = Muxer.create(file, "matroska");
      try {
        muxer.addStream(encoder.context(), format.rate());
        muxer.begin(Options.none());
        AVFrame picture = Pictures.allocate(format, AV_PIX_FMT_GBRP);
        return new LosslessEncoder(format, encoder, muxer, picture);
      } catch (MediaException | RuntimeException e) {
        muxer.close();
        throw e;
      }
    } catch (MediaException | RuntimeException e) {
      encoder.close();
      throw e;
    }
  }

  /// How many frames have been appended.
  public int frames() {
    return frames;
  }

  public void append(Frame frame) throws MediaException {
    format.requireSizeOf(frame);
    Ffmpeg.check(avutil.av_frame_make_writable(picture), "Preparing a frame failed");
    fillPlanes(frame);
    picture.pts(frames++);
    encoder.encode(picture, packet -> muxer.write(packet, 0, encoder.context()));
  }

  /// Makes the file whole. Without it the file cannot be read.
  public void finish() throws MediaException {
    encoder.drain(packet -> muxer.write(packet, 0, encoder.context()));
    muxer.finish();
  }

  @Override
  public void close() {
    avutil.av_frame_free(picture);
    muxer.close();
    encoder.close();
  }

  private void fillPlanes(Frame frame) {
    byte[] rgb = frame.rgb();
    int from = 0;
    for (int y = 0; y < format.height(); y++) {
      int to = y * stride;
      for (int x = 0; x < format.width(); x++) {
        planes[RED][to + x] = rgb[from];
        planes[GREEN][to + x] = rgb[from + 1];
        planes[BLUE][to + x] = rgb[from + 2];
        from += Frame.CHANNELS;
      }
    }
    for (int plane = 0; plane < planes.length; plane++) {
      picture.data(plane).put(planes[plane], 0, planes[plane].length);
    }
  }

  private static Encoder openEncoder(VideoFormat format) throws MediaException {
    return Encoder.open(
        AV_CODEC_ID_MAGICYUV,
        context -> {
          Pictures.describe(context, format, AV_PIX_FMT_GBRP);
          context.slices(1);
          context.flags(context.flags() | AV_CODEC_FLAG_BITEXACT);
        },
        Options.none());
  }
}
