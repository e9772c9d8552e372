package org.cinegraph.nodes.video.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;

import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/// Reads the sound of a clip in blocks, as the edit list shows it: without the coder's delay at the
/// start, and without the padding of its last block.
public final class SoundDecoder implements AutoCloseable {
  private final Demuxer demuxer;
  private final SwrContext converter;
  private final long samples;
  private long position;

  private SoundDecoder(Demuxer demuxer, SwrContext converter) {
    this.demuxer = demuxer;
    this.converter = converter;
    this.samples = length(demuxer);
  }

  /// @throws MediaException no clip, or no sound in it; the file is named
  public static SoundDecoder open(Path file) throws MediaException {
    Demuxer demuxer = Demuxer.open(file, AVMEDIA_TYPE_AUDIO, "sound");
    SwrContext converter = new SwrContext(null);
    AVChannelLayout layout = demuxer.decoder().ch_layout();
    int rate = demuxer.decoder().sample_rate();
    int from = demuxer.decoder().sample_fmt();
    int code =
        swresample.swr_alloc_set_opts2(
            converter, layout, AV_SAMPLE_FMT_FLTP, rate, layout, from, rate, 0, (Pointer) null);
    if (code >= 0) {
      code = swresample.swr_init(converter);
    }
    if (code < 0) {
      swresample.swr_free(converter);
      demuxer.close();
    }
    Ffmpeg.check(code, "The sound of " + file + " cannot be converted");
    return new SoundDecoder(demuxer, converter);
  }

  public int channels() {
    return demuxer.decoder().ch_layout().nb_channels();
  }

  public int rate() {
    return demuxer.decoder().sample_rate();
  }

  /// The next samples, one array per channel.
  ///
  /// @return empty at the end
  public Optional<float[][]> next() throws MediaException {
    if (position >= samples || !demuxer.next()) {
      return Optional.empty();
    }
    int count = (int) Math.min(demuxer.frame().nb_samples(), samples - position);
    position += count;
    return Optional.of(convert(demuxer.frame(), count));
  }

  @Override
  public void close() {
    swresample.swr_free(converter);
    demuxer.close();
  }

  private float[][] convert(AVFrame frame, int count) throws MediaException {
    float[][] result = new float[channels()][count];
    int room = frame.nb_samples();
    try (PointerPointer<FloatPointer> planes = new PointerPointer<>(channels())) {
      FloatPointer[] plane = new FloatPointer[channels()];
      for (int c = 0; c < plane.length; c++) {
        plane[c] = new FloatPointer(room);
        planes.put(c, plane[c]);
      }
      Ffmpeg.check(
          swresample.swr_convert(converter, planes, room, frame.extended_data(), room),
          "Converting sound failed");
      for (int c = 0; c < plane.length; c++) {
        plane[c].get(result[c]);
        plane[c].close();
      }
    }
    return result;
  }

  /// MP4 and its kin say to the sample how long a track is; elsewhere the end is the end.
  private static long length(Demuxer demuxer) {
    try (AVRational tick = demuxer.stream().time_base()) {
      boolean inSamples = tick.num() == 1 && tick.den() == demuxer.decoder().sample_rate();
      long duration = demuxer.stream().duration();
      return demuxer.isMp4() && inSamples && duration > 0 && duration != avutil.AV_NOPTS_VALUE
          ? duration
          : Long.MAX_VALUE;
    }
  }
}
