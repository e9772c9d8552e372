package org.cinegraph.nodes.tensor.noise;

import static java.lang.Math.fma;

/// Uniform to normal numbers, rounding for rounding as torch's AVX2 kernel does it: Cephes'
/// logarithm, sine and cosine in 32-bit floats, with the same fused multiply-adds. Java's own
/// functions give other last bits for up to 15 % of the values.
final class BoxMuller {
  static final int BLOCK = 16;
  private static final int HALF = BLOCK / 2;

  private static final float TWO_PI = (float) (2 * Math.PI);

  /// Floats that are not negative are in the order of their bits.
  private static final int SQRT_HALF = Float.floatToRawIntBits(0.70710678f);

  private static final float[] LOG = {
    7.0376836292e-2f,
    -1.1514610310e-1f,
    1.1676998740e-1f,
    -1.2420140846e-1f,
    1.4249322787e-1f,
    -1.6668057665e-1f,
    2.0000714765e-1f,
    -2.4999993993e-1f,
    3.3333331174e-1f
  };
  private static final int TO_SIGN = 29;
  private static final int EXPONENT_SHIFT = 23;
  private static final int FRACTION = 0x7fffff;

  /// The exponent of one half, as a float keeps it.
  private static final int HALF_EXPONENT = 126;

  private static final float LN2_HIGH = 0.693359375f;
  private static final float LN2_LOW = -2.12194440e-4f;
  private static final float FOUR_OVER_PI = 1.27323954473516f;
  private static final float PI_4_HIGH = -0.78515625f;
  private static final float PI_4_MIDDLE = -2.4187564849853515625e-4f;
  private static final float PI_4_LOW = -3.77489497744594108e-8f;

  private BoxMuller() {}

  /// Turns the 16 uniform numbers at `start` into normal ones, in place.
  static void transform(float[] values, int start) {
    for (int k = start; k < start + HALF; k++) {
      float radius = (float) Math.sqrt(-2f * log(1f - values[k]));
      float angle = TWO_PI * values[k + HALF];
      int octant = (int) (angle * FOUR_OVER_PI);
      octant = (octant + 1) & ~1;
      float x = reduce(angle, octant);
      int cosine = Float.floatToRawIntBits(cosinePart(x));
      int sine = Float.floatToRawIntBits(sinePart(x));
      // Octants come by chance: a branch would be guessed wrong half of the time.
      int swapped = (sine ^ cosine) & -(octant >> 1 & 1);
      float sinOfAngle = Float.intBitsToFloat(sine ^ swapped ^ (octant & 4) << TO_SIGN);
      float cosOfAngle = Float.intBitsToFloat(cosine ^ swapped ^ (~(octant - 2) & 4) << TO_SIGN);
      values[k] = radius * cosOfAngle + 0f;
      values[k + HALF] = radius * sinOfAngle + 0f;
    }
  }

  private static float log(float x) {
    // Of 24 bits at least 2^-24, so never subnormal: the exponent is cut out of the bits.
    int bits = Float.floatToRawIntBits(x);
    int exponent = (bits >>> EXPONENT_SHIFT) - HALF_EXPONENT;
    int fraction = bits & FRACTION | HALF_EXPONENT << EXPONENT_SHIFT;
    int doubled = (fraction - SQRT_HALF) >>> 31;
    exponent -= doubled;
    float m = Float.intBitsToFloat(fraction + (doubled << EXPONENT_SHIFT)) - 1f;
    float p = LOG[0];
    for (int i = 1; i < LOG.length; i++) {
      p = fma(p, m, LOG[i]);
    }
    p = p * m;
    float z = m * m;
    float y = fma(p, z, exponent * LN2_LOW);
    y = fma(-z, 0.5f, y);
    return fma(exponent, LN2_HIGH, m + y);
  }

  private static float reduce(float angle, int octant) {
    float x = fma(octant, PI_4_HIGH, angle);
    x = fma(octant, PI_4_MIDDLE, x);
    return fma(octant, PI_4_LOW, x);
  }

  private static float cosinePart(float x) {
    float z = x * x;
    float p = fma(2.443315711809948e-5f, z, -1.388731625493765e-3f);
    p = fma(p, z, 4.166664568298827e-2f) * z;
    return fma(p, z, -(0.5f * z)) + 1f;
  }

  private static float sinePart(float x) {
    float z = x * x;
    float p = fma(-1.9515295891e-4f, z, 8.3321608736e-3f);
    p = fma(p, z, -1.6666654611e-1f) * z;
    return fma(p, x, x);
  }
}
