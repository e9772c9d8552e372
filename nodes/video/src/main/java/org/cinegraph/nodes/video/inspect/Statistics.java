package org.cinegraph.nodes.video.inspect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.video.frame.Frame;
import org.cinegraph.nodes.video.frame.VideoFormat;

/// What can be said of a video in numbers. Per frame: the mean colour, and how much it differs from
/// the frame before. A long video is described by every n-th frame, since numbers travel inline.
final class Statistics {
  static final int MOST_DESCRIBED = 1_000;

  private final VideoFormat format;
  private final long frames;
  private final long every;
  private final List<Value> meanColours = new ArrayList<>();
  private final List<Value> changes = new ArrayList<>();
  private byte[] before = new byte[0];

  Statistics(VideoFormat format, long frames) {
    this.format = format;
    this.frames = frames;
    this.every = Math.ceilDiv(frames, (long) MOST_DESCRIBED);
  }

  /// Takes the next frame of the video.
  void add(long number, Frame frame) {
    if (number % every == 0) {
      meanColours.add(meanColour(frame.rgb()));
      changes.add(rounded(number == 0 ? 0 : meanDifference(before, frame.rgb())));
    }
    before = frame.rgb();
  }

  Value.Fields result() {
    SequencedMap<String, Value> fields = new LinkedHashMap<>();
    fields.put("frames", new Value.Int(frames));
    fields.put("width", new Value.Int(format.width()));
    fields.put("height", new Value.Int(format.height()));
    fields.put("rate", new Value.Text(format.rate().written()));
    fields.put("seconds", new Value.Float(format.rate().seconds(frames)));
    fields.put("described-every", new Value.Int(every));
    fields.put("mean-colour", new Value.Items(meanColours));
    fields.put("change", new Value.Items(changes));
    return new Value.Fields(fields);
  }

  private static Value meanColour(byte[] rgb) {
    long[] sums = new long[Frame.CHANNELS];
    for (int i = 0; i < rgb.length; i++) {
      sums[i % Frame.CHANNELS] += rgb[i] & 0xff;
    }
    double pixels = (double) rgb.length / Frame.CHANNELS;
    List<Value> means = new ArrayList<>();
    for (long sum : sums) {
      means.add(rounded(sum / pixels));
    }
    return new Value.Items(means);
  }

  private static double meanDifference(byte[] one, byte[] other) {
    long sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += Math.abs((one[i] & 0xff) - (other[i] & 0xff));
    }
    return (double) sum / one.length;
  }

  private static Value rounded(double number) {
    return new Value.Float(Math.round(number * 100) / 100.0);
  }
}
