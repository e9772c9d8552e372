package org.cinegraph.nodes.video.ffmpeg;

import static org.bytedeco.ffmpeg.avformat.AVFormatContext.AVFMT_FLAG_BITEXACT;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;

import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.cinegraph.nodes.video.frame.FrameRate;

/// A container file being written, without dates, random numbers or the name of the writer in it.
final class Muxer implements AutoCloseable {
  private final AVFormatContext context;

  private Muxer(AVFormatContext context) {
    this.context = context;
  }

  static Muxer create(Path file, String container) throws MediaException {
    AVFormatContext context = new AVFormatContext(null);
    Ffmpeg.check(
        avformat.avformat_alloc_output_context2(context, null, container, file.toString()),
        "The ffmpeg libraries have no container " + container);
    context.flags(context.flags() | AVFMT_FLAG_BITEXACT);
    AVIOContext io = new AVIOContext(null);
    int code = avformat.avio_open(io, file.toString(), AVIO_FLAG_WRITE);
    if (code < 0) {
      avformat.avformat_free_context(context);
      throw new MediaException("Cannot write " + file + ": " + Ffmpeg.message(code));
    }
    context.pb(io);
    return new Muxer(context);
  }

  /// @return the number of the stream
  int addStream(AVCodecContext coder, FrameRate rate) throws MediaException {
    AVStream stream = addStream(coder);
    try (AVRational perSecond = Pictures.perSecond(rate)) {
      stream.avg_frame_rate(perSecond);
      stream.r_frame_rate(perSecond);
    }
    return stream.index();
  }

  AVStream addStream(AVCodecContext coder) throws MediaException {
    AVStream stream = avformat.avformat_new_stream(context, null);
    Ffmpeg.check(
        avcodec.avcodec_parameters_from_context(stream.codecpar(), coder), "Adding a track failed");
    try (AVRational tick = coder.time_base()) {
      stream.time_base(tick);
    }
    return stream;
  }

  AVStream addStream(AVCodecParameters parameters, AVRational tick) throws MediaException {
    AVStream stream = avformat.avformat_new_stream(context, null);
    Ffmpeg.check(
        avcodec.avcodec_parameters_copy(stream.codecpar(), parameters), "Adding a track failed");
    stream.time_base(tick);
    return stream;
  }

  void begin(Options options) throws MediaException {
    options.apply(
        settings -> avformat.avformat_write_header(context, settings),
        "Beginning the container failed");
  }

  void write(AVPacket packet, int stream, AVCodecContext coder) throws MediaException {
    try (AVRational tick = coder.time_base()) {
      write(packet, stream, tick);
    }
  }

  /// Writes a packet whose times are in ticks of `from`.
  void write(AVPacket packet, int stream, AVRational from) throws MediaException {
    try (AVRational to = context.streams(stream).time_base()) {
      avcodec.av_packet_rescale_ts(packet, from, to);
    }
    packet.stream_index(stream);
    Ffmpeg.check(avformat.av_interleaved_write_frame(context, packet), "Writing a packet failed");
  }

  void finish() throws MediaException {
    Ffmpeg.check(avformat.av_write_trailer(context), "Ending the container failed");
  }

  @Override
  public void close() {
    AVIOContext io = context.pb();
    if (io != null && !io.isNull()) {
      avformat.avio_closep(io);
    }
    avformat.avformat_free_context(context);
  }
}
