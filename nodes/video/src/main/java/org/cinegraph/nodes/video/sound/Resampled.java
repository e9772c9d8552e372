package org.cinegraph.nodes.video.sound;

import java.io.IOException;
import java.math.BigInteger;

/// Sound at another sample rate. Sample 0 stays at time 0: the filter has no delay. Every sample is
/// a function of its own place, so that any piece can be made by itself, the same each time.
///
/// A sinc of 32 zero crossings a side under a Kaiser window (beta 9, stop band below -90 dB), cut
/// off at 0.95 of the lower of the two rates' halves.
public final class Resampled implements SampleSource {
  private static final int ZERO_CROSSINGS = 32;
  private static final double KAISER_BETA = 9;
  private static final double PASS = 0.95;

  private final SampleSource source;
  private final int rate;
  private final int up;
  private final int down;
  private final int reach;
  private final float[][] phases;

  private Resampled(SampleSource source, int rate) {
    int divisor = BigInteger.valueOf(rate).gcd(BigInteger.valueOf(source.rate())).intValue();
    this.source = source;
    this.rate = rate;
    this.up = rate / divisor;
    this.down = source.rate() / divisor;
    double cutoff = PASS * Math.min(1.0, (double) up / down);
    this.reach = (int) Math.ceil(ZERO_CROSSINGS / cutoff);
    this.phases = new float[up][];
    for (int phase = 0; phase < up; phase++) {
      phases[phase] = filter((double) phase / up, cutoff, reach);
    }
  }

  /// @return the source itself where it has that rate already
  public static SampleSource to(int rate, SampleSource source) {
    return source.rate() == rate ? source : new Resampled(source, rate);
  }

  @Override
  public int channels() {
    return source.channels();
  }

  @Override
  public int rate() {
    return rate;
  }

  @Override
  public long samples() {
    return Math.ceilDiv(Math.multiplyExact(source.samples(), (long) up), down);
  }

  @Override
  public float[][] read(long first, int count) throws IOException {
    long begin = Math.floorDiv(first * down, up) - reach + 1;
    long end = Math.floorDiv((first + count - 1) * down, up) + reach;
    float[][] input = source.read(begin, Math.toIntExact(end - begin + 1));
    float[][] result = new float[channels()][count];
    for (int i = 0; i < count; i++) {
      long position = (first + i) * down;
      float[] filter = phases[(int) Math.floorMod(position, (long) up)];
      int at = (int) (Math.floorDiv(position, (long) up) - reach + 1 - begin);
      for (int c = 0; c < result.length; c++) {
        result[c][i] = dot(filter, input[c], at);
      }
    }
    return result;
  }

  private static float dot(float[] filter, float[] input, int at) {
    double sum = 0;
    for (int i = 0; i < filter.length; i++) {
      sum += (double) filter[i] * input[at + i];
    }
    return (float) sum;
  }

  /// Weights of the samples `-reach + 1 .. reach` around a place `fraction` behind sample 0.
  private static float[] filter(double fraction, double cutoff, int reach) {
    double[] exact = new double[2 * reach];
    double sum = 0;
    for (int i = 0; i < exact.length; i++) {
      double distance = i - reach + 1 - fraction;
      exact[i] = sinc(cutoff * distance) * kaiser(distance / reach);
      sum += exact[i];
    }
    float[] filter = new float[exact.length];
    for (int i = 0; i < exact.length; i++) {
      filter[i] = (float) (exact[i] / sum);
    }
    return filter;
  }

  private static double sinc(double x) {
    return x == 0 ? 1 : StrictMath.sin(Math.PI * x) / (Math.PI * x);
  }

  private static double kaiser(double x) {
    double inside = 1 - x * x;
    return inside <= 0 ? 0 : bessel(KAISER_BETA * Math.sqrt(inside)) / bessel(KAISER_BETA);
  }

  /// The modified Bessel function of the first kind, order 0, by its series.
  private static double bessel(double x) {
    double term = 1;
    double sum = 1;
    for (int k = 1; term > 1e-17 * sum; k++) {
      term *= (x / (2 * k)) * (x / (2 * k));
      sum += term;
    }
    return sum;
  }
}
