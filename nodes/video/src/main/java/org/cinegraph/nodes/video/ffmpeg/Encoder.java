package org.cinegraph.nodes.video.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;

import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/// One encoder with its output packet.
final class Encoder implements AutoCloseable {
  private final AVCodecContext context;
  private final AVPacket packet;

  private Encoder(AVCodecContext context, AVPacket packet) {
    this.context = context;
    this.packet = packet;
  }

  @FunctionalInterface
  interface PacketSink {
    void take(AVPacket packet) throws MediaException;
  }

  static Encoder open(int codecId, Consumer<AVCodecContext> settings, Options options)
      throws MediaException {
    return open(avcodec.avcodec_find_encoder(codecId), "number " + codecId, settings, options);
  }

  static Encoder open(String name, Consumer<AVCodecContext> settings, Options options)
      throws MediaException {
    return open(avcodec.avcodec_find_encoder_by_name(name), name, settings, options);
  }

  private static Encoder open(
      AVCodec codec, String name, Consumer<AVCodecContext> settings, Options options)
      throws MediaException {
    if (codec == null || codec.isNull()) {
      throw new MediaException("The ffmpeg libraries have no encoder " + name);
    }
    AVCodecContext context = avcodec.avcodec_alloc_context3(codec);
    try {
      settings.accept(context);
      options.apply(
          dictionary -> avcodec.avcodec_open2(context, codec, dictionary),
          "Opening the encoder " + codec.name().getString() + " failed");
    } catch (MediaException | RuntimeException e) {
      avcodec.avcodec_free_context(context);
      throw e;
    }
    return new Encoder(context, avcodec.av_packet_alloc());
  }

  AVCodecContext context() {
    return context;
  }

  void encode(AVFrame frame, PacketSink sink) throws MediaException {
    Ffmpeg.check(avcodec_send_frame(context, frame), "Encoding failed");
    receive(sink);
  }

  /// Takes out what the encoder still holds; nothing can be encoded afterwards.
  void drain(PacketSink sink) throws MediaException {
    Ffmpeg.check(avcodec_send_frame(context, null), "Encoding the end failed");
    receive(sink);
  }

  @Override
  public void close() {
    avcodec.av_packet_free(packet);
    avcodec.avcodec_free_context(context);
  }

  private void receive(PacketSink sink) throws MediaException {
    while (true) {
      int code = avcodec_receive_packet(context, packet);
      if (code == avutil.AVERROR_EAGAIN() || code == avutil.AVERROR_EOF()) {
        return;
      }
      Ffmpeg.check(code, "Encoding failed");
      try {
        sink.take(packet);
      } finally {
        avcodec.av_packet_unref(packet);
      }
    }
  }
}
