package org.cinegraph.nodes.diffusion.solver;

import java.util.ArrayList;
import java.util.List;
import org.cinegraph.nodes.diffusion.schedule.PredictionType;
import org.cinegraph.nodes.diffusion.schedule.Schedule;
import org.cinegraph.nodes.diffusion.schedule.SchedulerConfig;

/// Pseudo numerical methods (arXiv 2202.09778): a linear multistep method of the fourth order,
/// whose first steps are those of Runge-Kutta's method, or of lower order where those are skipped
/// (PLMS).
///
/// The history is what the network said at the beginning of the steps before. Within a step of
/// several calls there is more: after the first call of PLMS the sample that it was made at, within
/// a step of Runge-Kutta's the sum of directions so far and that sample in front.
///
/// @param steps the stride in time is the training's length over them
/// @param first the call that the sampling begins with: from there on it counts what it remembers
record PndmSolver(Schedule schedule, SchedulerConfig config, int steps, int first)
    implements Solver {
  /// Calls that Runge-Kutta's method makes in all, and of a step.
  private static final int RUNGE_KUTTA = 12;

  private static final int OF_A_STEP = 4;

  /// Of the outputs before, so many count.
  private static final int REMEMBERED = 3;

  @Override
  public float[] noised(int call, float[] clean, float[] drawn) {
    float alpha = config.alpha(time(call));
    return Combination.of(root(alpha), clean, root(1 - alpha), drawn);
  }

  @Override
  public float[] estimate(int call, SolverState state, float[] output) {
    float alpha = config.alpha(time(call));
    return Denoised.preserving(
        config.prediction(), root(alpha), root(1 - alpha), state.x(), output);
  }

  @Override
  public SolverState step(int call, SolverState state, float[] output) {
    int made = call - first;
    return config.rungeKutta() && made < RUNGE_KUTTA
        ? rungeKutta(call, state, output)
        : linear(call, made, state, output);
  }

  private SolverState linear(int call, int made, SolverState state, float[] output) {
    int time = time(call);
    int stride = config.table().steps() / steps;
    if (made == 0) {
      float[] x = moved(state.x(), time, time - stride, output);
      return new SolverState(x, List.of(output, state.x()));
    }
    List<float[]> before = state.history();
    if (made == 1) {
      // The first step once more, by the mean of both its ends.
      float[] mean = Combination.of(0.5f, output, 0.5f, before.getFirst());
      float[] x = moved(before.getLast(), time + stride, time, mean);
      return new SolverState(x, List.of(before.getFirst()));
    }
    float[] x = moved(state.x(), time, time - stride, direction(output, before));
    return new SolverState(x, state.remember(output, REMEMBERED));
  }

  /// Adams and Bashforth's, of the order that there are outputs for.
  private static float[] direction(float[] output, List<float[]> before) {
    float[] direction = new float[output.length];
    for (int i = 0; i < direction.length; i++) {
      float newest = before.getFirst()[i];
      direction[i] =
          switch (before.size()) {
            case 1 -> (3 * output[i] - newest) / 2;
            case 2 -> (23 * output[i] - 16 * newest + 5 * before.get(1)[i]) / 12;
            default ->
                (55 * output[i] - 59 * newest + 37 * before.get(1)[i] - 9 * before.get(2)[i])
                    * (1 / 24f);
          };
    }
    return direction;
  }

  private SolverState rungeKutta(int call, SolverState state, float[] output) {
    int part = call % OF_A_STEP;
    int half = config.table().steps() / steps / 2;
    // From the middle on, the next call is where this one is, or half a step further.
    int to = part % 2 == 0 ? time(call) - half : time(call);
    float[] start = part == 0 ? state.x() : state.history().get(1);
    float weight = part == 0 || part == OF_A_STEP - 1 ? 1 / 6f : 1 / 3f;
    float[] sum =
        part == 0
            ? Combination.scaled(weight, output)
            : Combination.add(state.history().getFirst(), weight, output);
    List<float[]> outputs =
        part == 0
            ? state.remember(output, REMEMBERED)
            : state.history().subList(2, state.history().size());
    boolean ends = part == OF_A_STEP - 1;
    float[] x = moved(start, time(call - part), to, ends ? sum : output);
    if (ends) {
      return new SolverState(x, outputs);
    }
    List<float[]> within = new ArrayList<>(List.of(sum, start));
    within.addAll(outputs);
    return new SolverState(x, within);
  }

  /// Formula 9 of the paper: the sample at another time, by what the network said.
  private float[] moved(float[] x, int from, int to, float[] output) {
    float alpha = config.alpha(from);
    float next = config.alpha(to);
    float[] noise =
        config.prediction() == PredictionType.V_PREDICTION
            ? Combination.of(root(alpha), output, root(1 - alpha), x)
            : output;
    float kept = root(next / alpha);
    float over = alpha * root(1 - next) + root(alpha * (1 - alpha) * next);
    float[] moved = new float[x.length];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = kept * x[i] - (next - alpha) * noise[i] / over;
    }
    return moved;
  }

  private int time(int call) {
    return (int) schedule.timesteps()[call];
  }

  private static float root(float value) {
    return (float) Math.sqrt(value);
  }
}
