package org.cinegraph.nodes.video.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_BITEXACT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PROFILE_H264_HIGH;
import static org.bytedeco.ffmpeg.global.avutil.AVCHROMA_LOC_LEFT;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.cinegraph.nodes.video.colour.Bt709Planes;
import org.cinegraph.nodes.video.frame.Frame;
import org.cinegraph.nodes.video.frame.VideoFormat;

/// Codes one closed group of pictures with an encoder of its own, so that a group is a function of
/// its frames alone and groups can be made in any order, on any worker.
public final class GroupEncoder implements AutoCloseable {
  public static final int LEAST_SIDE = 16;
  public static final int LEAST_QUANTIZER = 1;
  public static final int MOST_QUANTIZER = 51;

  private static final double DECLARED_BITS_PER_PIXEL = 0.2;

  private final VideoFormat format;
  private final Encoder encoder;
  private final AVFrame picture;
  private final List<CodedGroup.Packet> packets = new ArrayList<>();
  private long frames;

  private GroupEncoder(VideoFormat format, Encoder encoder, AVFrame picture) {
    this.format = format;
    this.encoder = encoder;
    this.picture = picture;
  }

  /// @param quantizer the same for every picture; 18 cannot be told from the source
  /// @param mostFrames the length of a full group, which all groups of a movie are opened with
  public static GroupEncoder open(VideoFormat format, int quantizer, int mostFrames)
      throws MediaException {
    Ffmpeg.load();
    Encoder encoder =
        Encoder.open(
            "libopenh264",
            context -> configure(context, format, quantizer, mostFrames),
            Options.none().with("rc_mode", "quality"));
    try {
      return new GroupEncoder(format, encoder, Pictures.allocate(format, AV_PIX_FMT_YUV420P));
    } catch (MediaException | RuntimeException e) {
      encoder.close();
      throw e;
    }
  }

  public void append(Frame frame) throws MediaException {
    format.requireSizeOf(frame);
    Ffmpeg.check(avutil.av_frame_make_writable(picture), "Preparing a frame failed");
    Bt709Planes planes = Bt709Planes.of(frame);
    fill(0, planes.luma(), format.width());
    fill(1, planes.blue(), format.width() / 2);
    fill(2, planes.red(), format.width() / 2);
    picture.pts(frames++);
    encoder.encode(picture, this::keep);
  }

  public CodedGroup finish() throws MediaException {
    encoder.drain(this::keep);
    if (packets.size() != frames) {
      throw new MediaException("The H.264 encoder made " + packets.size() + " of " + frames);
    }
    byte[] header = new byte[encoder.context().extradata_size()];
    encoder.context().extradata().get(header);
    return new CodedGroup(header, packets);
  }

  @Override
  public void close() {
    avutil.av_frame_free(picture);
    encoder.close();
  }

  private void keep(AVPacket packet) {
    byte[] bytes = new byte[packet.size()];
    packet.data().get(bytes);
    packets.add(new CodedGroup.Packet((packet.flags() & AV_PKT_FLAG_KEY) != 0, bytes));
  }

  private void fill(int index, byte[] plane, int width) {
    int stride = picture.linesize(index);
    for (int y = 0; y < plane.length / width; y++) {
      picture.data(index).position((long) y * stride).put(plane, y * width, width);
    }
  }

  private static void configure(
      AVCodecContext context, VideoFormat format, int quantizer, int mostFrames) {
    Pictures.describe(context, format, AV_PIX_FMT_YUV420P);
    context.profile(AV_PROFILE_H264_HIGH);
    context.gop_size(mostFrames);
    context.max_b_frames(0);
    context.qmin(quantizer);
    context.qmax(quantizer);
    // Decides the level that is written into the header, not the size: the quantizer is fixed.
    double rate = (double) format.width() * format.height() * format.rate().perSecond();
    context.bit_rate(Math.clamp((long) (rate * DECLARED_BITS_PER_PIXEL), 64_000, 50_000_000));
    context.colorspace(AVCOL_SPC_BT709);
    context.color_primaries(AVCOL_PRI_BT709);
    context.color_trc(AVCOL_TRC_BT709);
    context.color_range(AVCOL_RANGE_MPEG);
    context.chroma_sample_location(AVCHROMA_LOC_LEFT);
    context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER | AV_CODEC_FLAG_BITEXACT);
  }
}
