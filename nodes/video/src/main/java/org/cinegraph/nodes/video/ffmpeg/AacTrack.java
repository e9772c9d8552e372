package org.cinegraph.nodes.video.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_BITEXACT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AAC;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;

import java.io.IOException;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.FloatPointer;
import org.cinegraph.nodes.video.sound.SampleSource;

/// The sound of a movie, coded as it is asked for.
final class AacTrack implements AutoCloseable {
  static final int RATE = 48_000;
  static final int MOST_CHANNELS = 2;

  private static final int BITS_PER_CHANNEL = 128_000;

  private final SampleSource sound;
  private final long samples;
  private final Encoder encoder;
  private final AVFrame block;
  private long position;

  private AacTrack(SampleSource sound, long samples, Encoder encoder, AVFrame block) {
    this.sound = sound;
    this.samples = samples;
    this.encoder = encoder;
    this.block = block;
  }

  /// @param sound at [#RATE]
  /// @param samples the exact length of the track: sound beyond it is cut, what lacks is silence
  static AacTrack open(SampleSource sound, long samples) throws MediaException {
    Ffmpeg.load();
    Encoder encoder =
        Encoder.open(
            AV_CODEC_ID_AAC, context -> configure(context, sound.channels()), Options.none());
    AVFrame block = avutil.av_frame_alloc();
    block.format(AV_SAMPLE_FMT_FLTP);
    block.sample_rate(RATE);
    block.nb_samples(encoder.context().frame_size());
    avutil.av_channel_layout_copy(block.ch_layout(), encoder.context().ch_layout());
    int code = avutil.av_frame_get_buffer(block, 0);
    if (code < 0) {
      avutil.av_frame_free(block);
      encoder.close();
    }
    Ffmpeg.check(code, "No memory for sound");
    return new AacTrack(sound, samples, encoder, block);
  }

  AVCodecContext context() {
    return encoder.context();
  }

  /// Codes all whole blocks that begin before a sample.
  void encodeUntil(long end, Encoder.PacketSink sink) throws IOException {
    int size = encoder.context().frame_size();
    while (position < Math.min(end, samples)) {
      int count = (int) Math.min(size, samples - position);
      float[][] values = sound.read(position, count);
      Ffmpeg.check(avutil.av_frame_make_writable(block), "Preparing sound failed");
      block.nb_samples(count);
      for (int c = 0; c < values.length; c++) {
        new FloatPointer(block.data(c)).put(values[c], 0, count);
      }
      block.pts(position);
      encoder.encode(block, sink);
      position += count;
    }
  }

  /// Codes what remains.
  void finish(Encoder.PacketSink sink) throws IOException {
    encodeUntil(samples, sink);
    encoder.drain(sink);
  }

  @Override
  public void close() {
    avutil.av_frame_free(block);
    encoder.close();
  }

  private static void configure(AVCodecContext context, int channels) {
    context.sample_fmt(AV_SAMPLE_FMT_FLTP);
    context.sample_rate(RATE);
    avutil.av_channel_layout_default(context.ch_layout(), channels);
    context.bit_rate((long) channels * BITS_PER_CHANNEL);
    try (AVRational tick = Pictures.fraction(1, RATE)) {
      context.time_base(tick);
    }
    context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER | AV_CODEC_FLAG_BITEXACT);
  }
}
