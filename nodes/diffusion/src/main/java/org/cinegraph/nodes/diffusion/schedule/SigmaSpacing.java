package org.cinegraph.nodes.diffusion.schedule;

/// How noise levels lie between the highest and the lowest one.
public enum SigmaSpacing {
  /// As the time steps fall.
  TIMESTEPS,
  /// Karras et al. 2022, arXiv 2206.00364, ρ = 7.
  KARRAS,
  /// Evenly in ln σ.
  EXPONENTIAL,
  /// Quantiles of a beta distribution, arXiv 2407.12173.
  BETA,
  /// Evenly in ln σ from the whole table, as DPM-Solver's paper has it.
  LU;

  private static final double RHO = 7;

  /// @param own what it is without any spacing of this kind
  /// @return descending from `most` to `least`
  double[] between(double most, double least, double[] own) {
    int count = own.length;
    double[] sigmas = new double[count];
    double[] ramp = Linspace.doubles(0, 1, count);
    double[] logs = Linspace.doubles(Math.log(most), Math.log(least), count);
    for (int i = 0; i < count; i++) {
      sigmas[i] =
          switch (this) {
            case TIMESTEPS -> own[i];
            case KARRAS -> karras(most, least, ramp[i]);
            case EXPONENTIAL, LU -> Math.exp(logs[i]);
            case BETA -> least + BetaQuantile.at(1 - ramp[i]) * (most - least);
          };
    }
    return sigmas;
  }

  private static double karras(double most, double least, double part) {
    double from = Math.pow(most, 1 / RHO);
    double to = Math.pow(least, 1 / RHO);
    return Math.pow(from + part * (to - from), RHO);
  }
}
