package org.cinegraph.bench.check;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.cinegraph.nodes.video.ffmpeg.ClipDecoder;
import org.cinegraph.nodes.video.ffmpeg.SoundDecoder;
import org.cinegraph.nodes.video.frame.Frame;
import org.cinegraph.nodes.video.frame.VideoFormat;
import org.cinegraph.nodes.video.sound.Samples;

/// A short movie, decoded whole.
///
/// @param sound as coded, not yet of one channel
public record ReadMovie(VideoFormat format, List<Frame> frames, Samples sound) {
  public ReadMovie {
    frames = List.copyOf(frames);
  }

  public static ReadMovie of(Path movie) throws IOException {
    try (ClipDecoder decoder = ClipDecoder.open(movie)) {
      List<Frame> frames = new ArrayList<>();
      Optional<Frame> frame = decoder.next();
      while (frame.isPresent()) {
        frames.add(frame.get());
        frame = decoder.next();
      }
      return new ReadMovie(decoder.format(), frames, sound(movie));
    }
  }

  public Finding check() {
    return CheckMovie.check(frames, format.rate().perSecond(), sound.mono(), sound.rate());
  }

  /// Where the thing is, from the left: the mean of all frames, in pixels of 64; empty where none
  /// is seen.
  public OptionalDouble centre() {
    List<SmallFrame> small = frames.stream().map(SmallFrame::of).toList();
    return Thing.of(small, Backdrop.of(small)).stream()
        .flatMap(thing -> thing.silhouettes().stream())
        .mapToDouble(Silhouette::centreX)
        .average();
  }

  private static Samples sound(Path movie) throws IOException {
    try (SoundDecoder decoder = SoundDecoder.open(movie)) {
      List<float[][]> blocks = new ArrayList<>();
      Optional<float[][]> block = decoder.next();
      while (block.isPresent()) {
        blocks.add(block.get());
        block = decoder.next();
      }
      return new Samples(decoder.rate(), joined(blocks, decoder.channels()));
    }
  }

  private static float[][] joined(List<float[][]> blocks, int channels) {
    int length = blocks.stream().mapToInt(block -> block[0].length).sum();
    float[][] all = new float[channels][length];
    int at = 0;
    for (float[][] block : blocks) {
      for (int c = 0; c < channels; c++) {
        System.arraycopy(block[c], 0, all[c], at, block[c].length);
      }
      at += block[0].length;
    }
    return all;
  }
}
