package org.cinegraph.nodes.video.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_INPUT_BUFFER_PADDING_SIZE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avutil.AVCHROMA_LOC_LEFT;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.cinegraph.nodes.video.frame.VideoFormat;
import org.cinegraph.nodes.video.sound.SampleSource;

/// Joins groups of pictures and a sound into an MP4 that can be played while it loads: index in
/// front, constant frame rate, no dates, no random ids.
///
/// The sound begins with the first frame and ends with the last: the coder's delay is taken out by
/// the edit list.
public final class Mp4Writer implements AutoCloseable {
  public static final String MEDIA_TYPE = "video/mp4";
  public static final int SOUND_RATE = AacTrack.RATE;
  public static final int MOST_CHANNELS = AacTrack.MOST_CHANNELS;

  private final VideoFormat format;
  private final byte[] header;
  private final Muxer muxer;
  private final Optional<AacTrack> sound;
  private final AVPacket packet = avcodec.av_packet_alloc();
  private final AVRational frameTick;
  private final AVRational soundTick = Pictures.fraction(1, SOUND_RATE);
  private long frames;

  private Mp4Writer(VideoFormat format, byte[] header, Muxer muxer, Optional<AacTrack> sound) {
    this.format = format;
    this.header = header;
    this.muxer = muxer;
    this.sound = sound;
    this.frameTick = Pictures.tick(format.rate());
  }

  /// Begins a file, replacing what is there.
  ///
  /// @param header of all groups that will be written
  /// @param frames how many there will be
  /// @param sound at [#SOUND_RATE]
  public static Mp4Writer create(
      Path file, VideoFormat format, byte[] header, long frames, Optional<SampleSource> sound)
      throws MediaException {
    Ffmpeg.load();
    AacTrack track = null;
    if (sound.isPresent()) {
      track = AacTrack.open(sound.get(), format.rate().samples(frames, SOUND_RATE));
    }
    Mp4Writer writer =
        new Mp4Writer(format, header, Muxer.create(file, "mp4"), Optional.ofNullable(track));
    try {
      writer.begin();
    } catch (MediaException | RuntimeException e) {
      writer.close();
      throw e;
    }
    return writer;
  }

  public void append(CodedGroup group) throws IOException {
    if (!Arrays.equals(group.header(), header)) {
      throw new MediaException("Groups of pictures with different headers cannot be joined");
    }
    for (CodedGroup.Packet coded : group.packets()) {
      writePicture(coded);
    }
    if (sound.isPresent()) {
      sound.get().encodeUntil(format.rate().samples(frames, SOUND_RATE), this::writeSound);
    }
  }

  /// Makes the file whole.
  public void finish() throws IOException {
    if (sound.isPresent()) {
      sound.get().finish(this::writeSound);
    }
    muxer.finish();
  }

  @Override
  public void close() {
    avcodec.av_packet_free(packet);
    frameTick.close();
    soundTick.close();
    sound.ifPresent(AacTrack::close);
    muxer.close();
  }

  private void begin() throws MediaException {
    AVCodecParameters parameters = avcodec.avcodec_parameters_alloc();
    try {
      describe(parameters);
      AVStream pictures = muxer.addStream(parameters, frameTick);
      try (AVRational rate = Pictures.perSecond(format.rate());
          AVRational square = Pictures.fraction(1, 1)) {
        pictures.avg_frame_rate(rate);
        pictures.sample_aspect_ratio(square);
      }
    } finally {
      avcodec.avcodec_parameters_free(parameters);
    }
    if (sound.isPresent()) {
      muxer.addStream(sound.get().context());
    }
    muxer.begin(
        Options.none()
            .with("movflags", "+faststart")
            .with("movie_timescale", Integer.toString(movieTimescale())));
  }

  /// Fine enough to write the lengths of both tracks down exactly.
  private int movieTimescale() {
    BigInteger rate = BigInteger.valueOf(format.rate().numerator());
    BigInteger both = BigInteger.valueOf(SOUND_RATE);
    long common = both.divide(both.gcd(rate)).multiply(rate).longValue();
    return common <= Integer.MAX_VALUE ? (int) common : SOUND_RATE;
  }

  private void describe(AVCodecParameters parameters) {
    parameters.codec_type(AVMEDIA_TYPE_VIDEO);
    parameters.codec_id(AV_CODEC_ID_H264);
    parameters.format(AV_PIX_FMT_YUV420P);
    parameters.width(format.width());
    parameters.height(format.height());
    parameters.color_space(AVCOL_SPC_BT709);
    parameters.color_primaries(AVCOL_PRI_BT709);
    parameters.color_trc(AVCOL_TRC_BT709);
    parameters.color_range(AVCOL_RANGE_MPEG);
    parameters.chroma_location(AVCHROMA_LOC_LEFT);
    BytePointer copy =
        new BytePointer(avutil.av_mallocz(header.length + AV_INPUT_BUFFER_PADDING_SIZE));
    copy.put(header, 0, header.length);
    parameters.extradata(copy);
    parameters.extradata_size(header.length);
  }

  private void writePicture(CodedGroup.Packet coded) throws MediaException {
    Ffmpeg.check(avcodec.av_new_packet(packet, coded.bytes().length), "No memory for a packet");
    packet.data().put(coded.bytes(), 0, coded.bytes().length);
    packet.pts(frames);
    packet.dts(frames);
    packet.duration(1);
    packet.flags(coded.key() ? AV_PKT_FLAG_KEY : 0);
    frames++;
    muxer.write(packet, 0, frameTick);
  }

  private void writeSound(AVPacket coded) throws MediaException {
    muxer.write(coded, 1, soundTick);
  }
}
