package org.cinegraph.nodes.video.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.cinegraph.nodes.video.frame.Frame;
import org.cinegraph.nodes.video.frame.FrameRate;
import org.cinegraph.nodes.video.frame.VideoFormat;

/// Reads the frames of a clip in the order in which they are shown, one at a time.
///
/// Frames are taken as they come, at the clip's average rate: a clip of varying frame rate is not
/// evened out, and a rotation noted beside the picture is not applied.
public final class ClipDecoder implements AutoCloseable {
  private final Demuxer demuxer;
  private final VideoFormat format;
  private Optional<RgbConversion> conversion = Optional.empty();

  private ClipDecoder(Demuxer demuxer, VideoFormat format) {
    this.demuxer = demuxer;
    this.format = format;
  }

  /// @throws MediaException no clip, or nothing in it that can be shown; the file is named
  public static ClipDecoder open(Path file) throws MediaException {
    Demuxer demuxer = Demuxer.open(file, AVMEDIA_TYPE_VIDEO, "picture");
    try {
      return new ClipDecoder(demuxer, formatOf(file, demuxer));
    } catch (MediaException | RuntimeException e) {
      demuxer.close();
      throw e;
    }
  }

  /// The number of frames, found by reading the file through without decoding it.
  public static long countFrames(Path file) throws MediaException {
    try (Demuxer demuxer = Demuxer.open(file, AVMEDIA_TYPE_VIDEO, "picture")) {
      return demuxer.countShown();
    }
  }

  public VideoFormat format() {
    return format;
  }

  /// What the newest frame says of its colours.
  public ColourTags tags() {
    return ColourTags.of(demuxer.frame());
  }

  /// @return empty at the end
  public Optional<Frame> next() throws MediaException {
    if (!demuxer.next()) {
      return Optional.empty();
    }
    RgbConversion current = conversion.filter(c -> c.fits(demuxer.frame())).orElse(null);
    if (current == null) {
      conversion.ifPresent(RgbConversion::close);
      current = RgbConversion.of(demuxer.frame(), format);
      conversion = Optional.of(current);
    }
    return Optional.of(current.apply(demuxer.frame()));
  }

  /// Passes over so many frames.
  ///
  /// @return how many there were, fewer at the end
  public long skip(long frames) throws MediaException {
    long skipped = 0;
    while (skipped < frames && demuxer.next()) {
      skipped++;
    }
    return skipped;
  }

  @Override
  public void close() {
    conversion.ifPresent(RgbConversion::close);
    demuxer.close();
  }

  private static VideoFormat formatOf(Path file, Demuxer demuxer) throws MediaException {
    int width = demuxer.stream().codecpar().width();
    int height = demuxer.stream().codecpar().height();
    try (AVRational rate = demuxer.frameRate()) {
      if (rate.num() < 1 || rate.den() < 1) {
        throw new MediaException("No frame rate in " + file);
      }
      return new VideoFormat(width, height, new FrameRate(rate.num(), rate.den()));
    } catch (IllegalArgumentException e) {
      throw new MediaException(e.getMessage() + ": " + file);
    }
  }
}
