package org.cinegraph.nodes.diffusion.solver;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// All that a solver knows between two calls of the network, next to the number of the call. Its
/// noise is not in it: each call draws its own, see [StepNoise].
///
/// @param x the sample
/// @param history what the solver keeps of the calls before, newest first; each solver says what
public record SolverState(float[] x, List<float[]> history) {
  private static final int MOST_HISTORY = 16;

  public SolverState {
    history = List.copyOf(history);
  }

  static SolverState start(float[] x) {
    return new SolverState(x, List.of());
  }

  /// The history with one more in front, the oldest beyond `most` left out.
  List<float[]> remember(float[] newest, int most) {
    List<float[]> longer = new ArrayList<>(List.of(newest));
    longer.addAll(history);
    return longer.subList(0, Math.min(most, longer.size()));
  }

  public SolverState at(float[] other) {
    return new SolverState(other, history);
  }

  public void save(DataOutput out) throws IOException {
    out.writeInt(history.size());
    write(x, out);
    for (float[] tensor : history) {
      write(tensor, out);
    }
  }

  /// @param length of the sample and of each tensor of the history
  public static SolverState restore(DataInput in, int length) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > MOST_HISTORY) {
      throw new IOException("A solver's state was expected, found a history of " + count);
    }
    float[] x = read(in, length);
    List<float[]> history = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      history.add(read(in, length));
    }
    return new SolverState(x, history);
  }

  private static void write(float[] values, DataOutput out) throws IOException {
    for (float value : values) {
      out.writeFloat(value);
    }
  }

  private static float[] read(DataInput in, int length) throws IOException {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = in.readFloat();
    }
    return values;
  }
}
