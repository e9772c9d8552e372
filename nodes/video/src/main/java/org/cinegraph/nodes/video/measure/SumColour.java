package org.cinegraph.nodes.video.measure;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.StepLoop;
import org.cinegraph.nodes.video.chunk.ChunkReader;
import org.cinegraph.nodes.video.frame.Frame;

/// Sums the channels of the pixels that count, a chunk a step, in whole numbers.
///
/// @param chroma least difference between the strongest and the weakest channel
record SumColour(ChunkReader source, int chroma) implements StepLoop<SumColour.Sums> {
  record Sums(long red, long green, long blue, long counted, long pixels) {}

  @Override
  public int steps() {
    return source.chunks();
  }

  @Override
  public Sums start() {
    return new Sums(0, 0, 0, 0, 0);
  }

  @Override
  public Sums step(int step, Sums before) throws NodeFailure, IOException, InterruptedException {
    source.seek(step);
    Sums sums = before;
    for (int i = 0; i < source.framesOf(step); i++) {
      sums = plus(sums, source.next().orElseThrow());
    }
    return sums;
  }

  private Sums plus(Sums sums, Frame frame) {
    byte[] rgb = frame.rgb();
    long red = sums.red;
    long green = sums.green;
    long blue = sums.blue;
    long counted = sums.counted;
    for (int i = 0; i < rgb.length; i += Frame.CHANNELS) {
      int r = rgb[i] & 0xff;
      int g = rgb[i + 1] & 0xff;
      int b = rgb[i + 2] & 0xff;
      if (Math.max(r, Math.max(g, b)) - Math.min(r, Math.min(g, b)) >= chroma) {
        red += r;
        green += g;
        blue += b;
        counted++;
      }
    }
    return new Sums(red, green, blue, counted, sums.pixels + rgb.length / Frame.CHANNELS);
  }

  @Override
  public void save(Sums sums, DataOutput out) throws IOException {
    out.writeLong(sums.red);
    out.writeLong(sums.green);
    out.writeLong(sums.blue);
    out.writeLong(sums.counted);
    out.writeLong(sums.pixels);
  }

  @Override
  public Sums restore(DataInput in) throws IOException {
    return new Sums(in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readLong());
  }
}
