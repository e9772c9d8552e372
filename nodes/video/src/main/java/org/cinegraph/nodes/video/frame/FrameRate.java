package org.cinegraph.nodes.video.frame;

import java.math.BigInteger;

/// Frames a second as an exact fraction in lowest terms: 24/1, 30000/1001.
public record FrameRate(int numerator, int denominator) {
  public FrameRate {
    if (numerator < 1 || denominator < 1) {
      throw new IllegalArgumentException(
          "A frame rate is positive, found " + numerator + "/" + denominator);
    }
    int divisor = BigInteger.valueOf(numerator).gcd(BigInteger.valueOf(denominator)).intValue();
    numerator /= divisor;
    denominator /= divisor;
  }

  public static FrameRate of(int framesPerSecond) {
    return new FrameRate(framesPerSecond, 1);
  }

  public double perSecond() {
    return (double) numerator / denominator;
  }

  /// How long so many frames last.
  public double seconds(long frames) {
    return (double) frames * denominator / numerator;
  }

  /// The number of samples that covers so many frames: exact where it comes out even, else one more
  /// than the last whole sample.
  public long samples(long frames, int sampleRate) {
    long ticks = Math.multiplyExact(Math.multiplyExact(frames, (long) sampleRate), denominator);
    return Math.ceilDiv(ticks, numerator);
  }

  /// As written in messages and manifests: `24` or `30000/1001`.
  public String written() {
    return denominator == 1 ? Integer.toString(numerator) : numerator + "/" + denominator;
  }
}
