package org.cinegraph.nodes.diffusion.flow;

/// The flow times of Movie Gen (arXiv 2410.13720): the first half of the steps are those of a long
/// linear grid, because early steps decide most, and the rest grows quadratically up to 1, joining
/// without a kink.
///
/// With `n` steps, `L = n/2`, `Q = n - L` and a linear grid of `N`: `t(i) = i/N` up to `L`, and
/// `t(L+k) = L/N + k/N + (1 - L/N - Q/N)·(k/Q)²`.
public final class LinearQuadraticGrid {
  private LinearQuadraticGrid() {}

  /// @param steps at least 1 and at most `linearSteps`
  /// @param linearSteps the length of the linear grid whose beginning is taken
  /// @return `steps + 1` times, from 0 (noise) to 1 (data), increasing
  public static double[] times(int steps, int linearSteps) {
    if (steps < 1 || steps > linearSteps) {
      throw new IllegalArgumentException(
          "A grid of " + steps + " steps out of " + linearSteps + " does not exist");
    }
    int linear = steps / 2;
    int quadratic = steps - linear;
    double step = 1.0 / linearSteps;
    double turn = linear * step;
    double bend = 1 - turn - quadratic * step;
    double[] times = new double[steps + 1];
    for (int i = 0; i <= steps; i++) {
      int k = Math.max(0, i - linear);
      double part = (double) k / quadratic;
      times[i] = i * step + bend * part * part;
    }
    times[steps] = 1;
    return times;
  }
}
