package org.cinegraph.nodes.diffusion.schedule;

/// The noise of every training step: ᾱ, the share of the signal's variance that is left, and σ =
/// √((1−ᾱ)/ᾱ). One thread computes it, any number reads it.
public final class NoiseTable {
  /// What stands for ᾱ = 0 for solvers that go by σ, so that the first one is finite: 4096.
  private static final float NEARLY_ZERO = 0x1p-24f;

  private final float[] alphas;
  private final float[] sigmas;

  private NoiseTable(float[] alphas) {
    this.alphas = alphas;
    this.sigmas = new float[alphas.length];
    for (int i = 0; i < alphas.length; i++) {
      sigmas[i] = (float) Math.sqrt((1 - alphas[i]) / alphas[i]);
    }
  }

  static NoiseTable of(float[] betas) {
    return new NoiseTable(cumulative(betas));
  }

  /// One that is rescaled until nothing of the signal is left at its end (arXiv 2305.08891).
  ///
  /// @param exact whether nothing is 0, or nearly so
  static NoiseTable ofZeroTerminal(float[] betas, boolean exact) {
    float[] alphas = cumulative(rescaled(betas));
    if (!exact) {
      alphas[alphas.length - 1] = NEARLY_ZERO;
    }
    return new NoiseTable(alphas);
  }

  /// The product is kept in 64 bits and rounded for each element, as torch does on the CPU.
  private static float[] cumulative(float[] betas) {
    float[] alphas = new float[betas.length];
    double product = 1;
    for (int i = 0; i < betas.length; i++) {
      product *= 1 - betas[i];
      alphas[i] = (float) product;
    }
    return alphas;
  }

  private static float[] rescaled(float[] betas) {
    float[] roots = cumulative(betas);
    for (int i = 0; i < roots.length; i++) {
      roots[i] = (float) Math.sqrt(roots[i]);
    }
    float first = roots[0];
    float last = roots[roots.length - 1];
    float scale = first / (first - last);
    float[] rescaled = new float[betas.length];
    float before = 1;
    for (int i = 0; i < betas.length; i++) {
      float root = (roots[i] - last) * scale;
      float squared = root * root;
      rescaled[i] = 1 - squared / before;
      before = squared;
    }
    return rescaled;
  }

  public int steps() {
    return alphas.length;
  }

  /// ᾱ after the training step.
  public float alpha(int step) {
    return alphas[step];
  }

  public float sigma(int step) {
    return sigmas[step];
  }

  public float lastSigma() {
    return sigmas[sigmas.length - 1];
  }

  /// How many steps there are before the log signal-to-noise ratio falls below `least`.
  int stepsAbove(double least) {
    int below = 0;
    for (int i = 0; i < alphas.length; i++) {
      float signal = (float) Math.log((float) Math.sqrt(alphas[i]));
      float noise = (float) Math.log((float) Math.sqrt(1 - alphas[i]));
      below += signal - noise < least ? 1 : 0;
    }
    return alphas.length - below;
  }

  /// σ between two training steps, on a straight line.
  double sigmaAt(double step) {
    int low = (int) Math.floor(step);
    if (low < 0) {
      return sigmas[0];
    }
    if (low >= sigmas.length - 1) {
      return sigmas[sigmas.length - 1];
    }
    double slope = (double) sigmas[low + 1] - sigmas[low];
    return slope * (step - low) + sigmas[low];
  }

  /// The training step with that σ, on a straight line in ln σ; outside of the table its end.
  double stepAt(double sigma) {
    double wanted = Math.log(Math.max(sigma, 1e-10));
    int low = 0;
    while (low < sigmas.length - 2 && logarithm(low + 1) <= wanted) {
      low++;
    }
    float from = logarithm(low);
    float to = logarithm(low + 1);
    double weight = Math.clamp((from - wanted) / (from - to), 0, 1);
    return (1 - weight) * low + weight * (low + 1);
  }

  private float logarithm(int step) {
    return (float) Math.log(sigmas[step]);
  }
}
