package org.cinegraph.nodes.diffusion.schedule;

/// Moves the noise levels of a flow towards noise: the more pixels a sample has, the longer its
/// large shapes take.
public sealed interface FlowShift {
  double apply(double sigma);

  /// The same for all sizes: `sσ/(1+(s−1)σ)`.
  record Static(double shift) implements FlowShift {
    @Override
    public double apply(double sigma) {
      return shift * sigma / (1 + (shift - 1) * sigma);
    }
  }

  /// By size, `e^μ/(e^μ + 1/σ − 1)`.
  record Exponential(double mu) implements FlowShift {
    @Override
    public double apply(double sigma) {
      return Math.exp(mu) / (Math.exp(mu) + (1 / sigma - 1));
    }
  }

  /// By size, `μ/(μ + 1/σ − 1)`.
  record Linear(double mu) implements FlowShift {
    @Override
    public double apply(double sigma) {
      return mu / (mu + (1 / sigma - 1));
    }
  }
}
