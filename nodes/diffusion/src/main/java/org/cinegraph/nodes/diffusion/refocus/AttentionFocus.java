package org.cinegraph.nodes.diffusion.refocus;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.program.Argument;
import org.cinegraph.nodes.tensor.program.Held;
import org.cinegraph.nodes.tensor.program.Program;

/// What attention is to do, and to show, in one pass of a network beside its work. Networks whose
/// programs have the methods of this class's text take it.
///
/// @param tensors what its text reads, by name; none for plain attention
/// @param shape of the maps
/// @param watcher is told what was seen, if the tensors have maps
public record AttentionFocus(
    SequencedMap<String, FloatTensor> tensors, MapShape shape, Consumer<Seen> watcher) {
  static final String MAPS = "maps";

  public AttentionFocus {
    tensors = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tensors));
    requireNonNull(shape, "shape is null");
    requireNonNull(watcher, "watcher is null");
  }

  /// Plain attention.
  public static AttentionFocus none() {
    return new AttentionFocus(new LinkedHashMap<>(), new MapShape(1, 1, 1), _ -> {});
  }

  /// What attentions gave to the words of groups, summed over their heads.
  ///
  /// @param maps [places, channels]
  /// @param missed what lay between weights and regions: HOLA's loss
  public record Seen(double heads, FloatTensor maps, double missed) {}

  /// How an energy changes with what a network is shown.
  ///
  /// @param gradient of the energy; empty where it was not asked for
  @SuppressWarnings("ArrayRecordComponent")
  public record Slope(double energy, float[] gradient) {}

  /// The dictionary that all parts of a pass share.
  public Held hold(Program program) throws NodeFailure {
    return program.hold("shared", new Argument.Named(tensors));
  }

  /// To be called after the last part of a pass.
  public void show(Program program, Held shared) throws NodeFailure {
    if (tensors.containsKey(MAPS)) {
      List<FloatTensor> seen = program.callForMany("seen", shared);
      watcher.accept(new Seen(seen.get(0).values()[0], seen.get(1), seen.get(2).values()[0]));
    }
  }

  /// What a pass begins with, so that [#slope] can be asked for.
  public static Held follow(Program program, FloatTensor x) throws NodeFailure {
    return program.withGradients().hold("followed", Argument.of(x));
  }

  /// To be called after the last part of a pass that has an energy.
  ///
  /// @param x that the pass began with
  /// @param gradient whether it was made for one
  public Slope slope(Program program, Held shared, Held x, boolean gradient) throws NodeFailure {
    Argument rows = Argument.of((long) shape.rows());
    Argument columns = Argument.of((long) shape.columns());
    if (!gradient) {
      float energy = program.call("energy", shared, rows, columns).values()[0];
      return new Slope(energy, new float[0]);
    }
    List<FloatTensor> both = program.withGradients().callForMany("slope", shared, x, rows, columns);
    return new Slope(both.get(0).values()[0], both.get(1).values());
  }
}
