package org.cinegraph.nodes.diffusion.refocus;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What was seen and done so far: a part of the state of a sampling, so that one that goes on from
/// a checkpoint reports what an undisturbed one does.
///
/// @param steps those that were looked at or guided
/// @param heads over which the maps are summed
/// @param maps [groups, places], the mean of each group's words
@SuppressWarnings("ArrayRecordComponent")
record RefocusRecord(List<Step> steps, double heads, float[] maps) {
  private static final int MOST_STEPS = 100_000;

  RefocusRecord {
    steps = List.copyOf(steps);
  }

  /// @param hola CosmicMan's loss, NaN if nothing was observed
  /// @param shares of each group's attention that lies in its region; none if nothing was observed
  /// @param descents of guiding
  record Step(int step, double hola, List<Double> shares, List<Descent> descents) {
    Step {
      shares = List.copyOf(shares);
      descents = List.copyOf(descents);
    }
  }

  /// @param before the energy before a descent
  /// @param after the energy after it, the same if none of its lengths made it smaller
  /// @param halvings of the length that was tried first
  record Descent(double before, double after, int halvings) {}

  static RefocusRecord nothing(FocusLayout layout) {
    return new RefocusRecord(List.of(), 0, new float[layout.groups().size() * layout.places()]);
  }

  void save(DataOutput out) throws IOException {
    out.writeInt(steps.size());
    for (Step step : steps) {
      out.writeInt(step.step());
      out.writeDouble(step.hola());
      out.writeInt(step.shares().size());
      for (double share : step.shares()) {
        out.writeDouble(share);
      }
      out.writeInt(step.descents().size());
      for (Descent descent : step.descents()) {
        out.writeDouble(descent.before());
        out.writeDouble(descent.after());
        out.writeInt(descent.halvings());
      }
    }
    out.writeDouble(heads);
    for (float value : maps) {
      out.writeFloat(value);
    }
  }

  static RefocusRecord restore(DataInput in, FocusLayout layout) throws IOException {
    List<Step> steps = new ArrayList<>();
    int count = count(in);
    for (int i = 0; i < count; i++) {
      steps.add(step(in));
    }
    double heads = in.readDouble();
    float[] maps = new float[layout.groups().size() * layout.places()];
    for (int i = 0; i < maps.length; i++) {
      maps[i] = in.readFloat();
    }
    return new RefocusRecord(steps, heads, maps);
  }

  private static Step step(DataInput in) throws IOException {
    int number = in.readInt();
    double hola = in.readDouble();
    List<Double> shares = new ArrayList<>();
    int count = count(in);
    for (int i = 0; i < count; i++) {
      shares.add(in.readDouble());
    }
    List<Descent> descents = new ArrayList<>();
    count = count(in);
    for (int i = 0; i < count; i++) {
      descents.add(new Descent(in.readDouble(), in.readDouble(), in.readInt()));
    }
    return new Step(number, hola, shares, descents);
  }

  private static int count(DataInput in) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > MOST_STEPS) {
      throw new IOException("What attention did was expected, found a list of " + count);
    }
    return count;
  }
}
