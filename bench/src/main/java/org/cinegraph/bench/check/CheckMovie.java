package org.cinegraph.bench.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.cinegraph.nodes.video.frame.Frame;
import org.cinegraph.nodes.video.sound.Resampled;
import org.cinegraph.nodes.video.sound.SampleSource;
import org.cinegraph.nodes.video.sound.Samples;

/// Looks at a movie of the package `toybox` and listens to it. A pure function of frames and
/// samples.
public final class CheckMovie {
  /// In areas of the silhouette. What the networks draw is at 0.04 to 0.16 from its shape, and at
  /// 0.2 and more from the others; what is no shape at all lies above 1.
  private static final double FARTHEST_SHAPE = 0.3;

  private CheckMovie() {}

  /// @param fps frames a second
  /// @param samples of one channel
  /// @param rate samples a second
  public static Finding check(List<Frame> frames, double fps, float[] samples, int rate) {
    List<SmallFrame> small = frames.stream().map(SmallFrame::of).toList();
    Backdrop backdrop = Backdrop.of(small);
    float[] heard = atCheckRate(samples, rate);
    List<Double> onsets = Hearing.onsets(heard);
    double hertz = Hearing.pitch(heard);
    Optional<Thing> thing = Thing.of(small, backdrop);
    if (thing.isEmpty()) {
      return new Finding(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          backdrop.floor(),
          List.of(),
          onsets,
          hertz);
    }
    Track track = new Track(thing.get().silhouettes());
    Optional<Motion> motion = track.motion();
    List<Double> impacts = List.of();
    if (motion.equals(Optional.of(Motion.BOUNCE))) {
      impacts = track.impacts().stream().map(frame -> frame / fps).toList();
    }
    return new Finding(
        thing.get().colour(),
        shape(thing.get().silhouettes()),
        motion,
        backdrop.floor(),
        impacts,
        onsets,
        hertz);
  }

  private static Optional<Shape> shape(List<Silhouette> silhouettes) {
    return Arrays.stream(Shape.values())
        .min(Comparator.comparingDouble(shape -> difference(silhouettes, shape)))
        .filter(nearest -> difference(silhouettes, nearest) < FARTHEST_SHAPE);
  }

  private static double difference(List<Silhouette> silhouettes, Shape shape) {
    return Numbers.median(
        silhouettes.stream().mapToDouble(each -> each.differenceFrom(shape)).toArray());
  }

  private static float[] atCheckRate(float[] samples, int rate) {
    SampleSource resampled = Resampled.to(Hearing.RATE, new Samples(rate, samples));
    try {
      return resampled.read(0, Math.toIntExact(resampled.samples()))[0];
    } catch (IOException e) {
      throw new UncheckedIOException("Sound in memory cannot fail", e);
    }
  }
}
