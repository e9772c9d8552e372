package org.cinegraph.nodes.diffusion.solver;

import java.util.List;

/// The coefficients of one step of UniPC from a noise level to the next, in the paper's names.
///
/// @param kept σ' over σ
/// @param alpha of the end
/// @param phi h·φ₁
/// @param b B(h)
/// @param ratios r_k of the signals before the newest, the last one 1
/// @param right the right side of the system for ρ
record UniPcStep(float kept, float alpha, float phi, float b, float[] ratios, float[] right) {
  static UniPcStep between(MultistepSpace space, int from, int order, boolean bh1) {
    Level start = space.level(from);
    Level end = space.level(from + 1);
    float h = end.lambda() - start.lambda();
    float[] ratios = new float[order];
    for (int k = 1; k < order; k++) {
      ratios[k - 1] = (space.level(from - k).lambda() - start.lambda()) / h;
    }
    ratios[order - 1] = 1;
    float hh = -h;
    float phi = (float) Math.expm1(hh);
    float b = bh1 ? hh : phi;
    float[] right = new float[order];
    float chain = phi / hh - 1;
    int factorial = 1;
    for (int i = 1; i <= order; i++) {
      right[i - 1] = chain * factorial / b;
      factorial *= i + 1;
      chain = chain / hh - (float) (1.0 / factorial);
    }
    return new UniPcStep(end.sigma() / start.sigma(), end.alpha(), phi, b, ratios, right);
  }

  /// @param signals newest first
  float[] predict(float[] x, List<float[]> signals) {
    int order = ratios.length;
    float[] rho =
        switch (order) {
          case 1 -> new float[0];
          case 2 -> new float[] {0.5f};
          default -> SmallSystem.solve(ratios, right, order - 1);
        };
    float[] straight = straight(x, signals.getFirst());
    return order == 1 ? straight : Combination.add(straight, -(alpha * b), bend(rho, signals));
  }

  /// @param x the sample before the step
  /// @param signals of the beginning of the step and before, newest first
  /// @param reached the signal at the end of the step
  float[] correct(float[] x, List<float[]> signals, float[] reached) {
    int order = ratios.length;
    float[] rho = order == 1 ? new float[] {0.5f} : SmallSystem.solve(ratios, right, order);
    float[] now = signals.getFirst();
    float[] bend = order == 1 ? new float[x.length] : bend(rho, signals);
    float[] change = Combination.difference(1, reached, now);
    float[] sum = Combination.add(bend, rho[order - 1], change);
    return Combination.add(straight(x, now), -(alpha * b), sum);
  }

  private float[] straight(float[] x, float[] signal) {
    return Combination.of(kept, x, -(alpha * phi), signal);
  }

  /// Σ ρ_k·D_k over the signals before the newest.
  private float[] bend(float[] rho, List<float[]> signals) {
    float[] sum = new float[signals.getFirst().length];
    for (int k = 1; k < ratios.length; k++) {
      float[] slope = Combination.slope(signals.get(k), signals.getFirst(), ratios[k - 1]);
      sum = Combination.add(sum, rho[k - 1], slope);
    }
    return sum;
  }
}
