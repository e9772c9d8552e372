package org.cinegraph.nodes.diffusion.schedule;

/// Where a sampling goes. Nobody changes the arrays.
///
/// @param timesteps what the network is told, one for each call
/// @param sigmas the noise level at each call, and that of the end; empty for solvers that go by
///   time steps alone
/// @param startNoise the standard deviation of the noise that sampling begins with
public record Schedule(float[] timesteps, float[] sigmas, float startNoise) {
  /// How often the network is called.
  public int calls() {
    return timesteps.length;
  }

  /// Each level but the first and the last twice: Heun's method asks at both ends of a step.
  public Schedule doubled() {
    int steps = calls();
    float[] times = new float[2 * steps - 1];
    float[] levels = new float[2 * steps];
    for (int i = 0; i < times.length; i++) {
      times[i] = timesteps[(i + 1) / 2];
      levels[i] = sigmas[(i + 1) / 2];
    }
    levels[times.length] = sigmas[steps];
    return new Schedule(times, levels, startNoise);
  }

  static Schedule of(double[] timesteps, double[] sigmas, float startNoise) {
    return new Schedule(floats(timesteps), floats(sigmas), startNoise);
  }

  static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
