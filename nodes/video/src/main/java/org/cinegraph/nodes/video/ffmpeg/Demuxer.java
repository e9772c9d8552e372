package org.cinegraph.nodes.video.ffmpeg;

import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.PointerPointer;

/// One track of a file being decoded, a packet at a time.
final class Demuxer implements AutoCloseable {
  private final Path file;
  private final AVFormatContext context;
  private final AVStream stream;
  private final AVCodecContext decoder;
  private final AVPacket packet = avcodec.av_packet_alloc();
  private final AVFrame frame = avutil.av_frame_alloc();
  private boolean atEnd;

  private Demuxer(Path file, AVFormatContext context, AVStream stream, AVCodecContext decoder) {
    this.file = file;
    this.context = context;
    this.stream = stream;
    this.decoder = decoder;
  }

  /// @param kind `AVMEDIA_TYPE_VIDEO` or `AVMEDIA_TYPE_AUDIO`
  /// @param name what a person calls that kind of track
  static Demuxer open(Path file, int kind, String name) throws MediaException {
    Ffmpeg.load();
    AVFormatContext context = openFile(file);
    try {
      AVStream stream = findStream(file, context, kind, name);
      return new Demuxer(file, context, stream, openDecoder(file, stream));
    } catch (MediaException | RuntimeException e) {
      avformat.avformat_close_input(context);
      throw e;
    }
  }

  /// How many packets of the track will be shown: what an edit list hides is left out. Reads the
  /// whole file without decoding it, so it is asked of a demuxer opened for this alone.
  long countShown() throws MediaException {
    long shown = 0;
    while (readPacket()) {
      if ((packet.flags() & avcodec.AV_PKT_FLAG_DISCARD) == 0) {
        shown++;
      }
      avcodec.av_packet_unref(packet);
    }
    return shown;
  }

  AVStream stream() {
    return stream;
  }

  AVCodecContext decoder() {
    return decoder;
  }

  boolean isMp4() {
    return context.iformat().name().getString().contains("mp4");
  }

  AVRational frameRate() {
    return avformat.av_guess_frame_rate(context, stream, null);
  }

  /// Decodes the next frame into [#frame()].
  ///
  /// @return false at the end of the track
  boolean next() throws MediaException {
    while (true) {
      avutil.av_frame_unref(frame);
      int code = avcodec.avcodec_receive_frame(decoder, frame);
      if (code >= 0) {
        return true;
      }
      if (code == avutil.AVERROR_EOF()) {
        return false;
      }
      if (code != avutil.AVERROR_EAGAIN()) {
        Ffmpeg.check(code, "Decoding " + file + " failed");
      }
      feed();
    }
  }

  /// The newest frame, valid until the next call of [#next()].
  AVFrame frame() {
    return frame;
  }

  @Override
  public void close() {
    avcodec.av_packet_free(packet);
    avutil.av_frame_free(frame);
    avcodec.avcodec_free_context(decoder);
    avformat.avformat_close_input(context);
  }

  private void feed() throws MediaException {
    if (atEnd || !readPacket()) {
      atEnd = true;
      Ffmpeg.check(avcodec.avcodec_send_packet(decoder, null), "Decoding " + file + " failed");
      return;
    }
    int code = avcodec.avcodec_send_packet(decoder, packet);
    avcodec.av_packet_unref(packet);
    Ffmpeg.check(code, "Decoding " + file + " failed");
  }

  /// Reads up to the next packet of the track.
  private boolean readPacket() throws MediaException {
    while (true) {
      int code = avformat.av_read_frame(context, packet);
      if (code == avutil.AVERROR_EOF()) {
        return false;
      }
      Ffmpeg.check(code, "Reading " + file + " failed");
      if (packet.stream_index() == stream.index()) {
        return true;
      }
      avcodec.av_packet_unref(packet);
    }
  }

  private static AVFormatContext openFile(Path file) throws MediaException {
    AVFormatContext context = new AVFormatContext(null);
    Ffmpeg.check(
        avformat.avformat_open_input(context, "file:" + file, null, (AVDictionary) null),
        "Not a clip that ffmpeg can read");
    int code = avformat.avformat_find_stream_info(context, (AVDictionary) null);
    if (code < 0) {
      avformat.avformat_close_input(context);
      throw new MediaException("Not a whole clip: " + file + ": " + Ffmpeg.message(code));
    }
    return context;
  }

  private static AVStream findStream(Path file, AVFormatContext context, int kind, String name)
      throws MediaException {
    int index = avformat.av_find_best_stream(context, kind, -1, -1, (PointerPointer<?>) null, 0);
    Ffmpeg.check(index, "No " + name + " track in " + file);
    return context.streams(index);
  }

  private static AVCodecContext openDecoder(Path file, AVStream stream) throws MediaException {
    AVCodec codec = avcodec.avcodec_find_decoder(stream.codecpar().codec_id());
    if (codec == null || codec.isNull()) {
      throw new MediaException("No decoder for the coding used in " + file);
    }
    AVCodecContext decoder = avcodec.avcodec_alloc_context3(codec);
    int code = avcodec.avcodec_parameters_to_context(decoder, stream.codecpar());
    if (code >= 0) {
      try (AVRational tick = stream.time_base()) {
        decoder.pkt_timebase(tick);
      }
      decoder.thread_count(1);
      code = avcodec.avcodec_open2(decoder, codec, (AVDictionary) null);
    }
    if (code < 0) {
      avcodec.avcodec_free_context(decoder);
      throw new MediaException(
          "Opening the decoder for " + file + " failed: " + Ffmpeg.message(code));
    }
    return decoder;
  }
}
