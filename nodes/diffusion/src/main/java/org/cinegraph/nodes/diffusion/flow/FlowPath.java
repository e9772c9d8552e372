package org.cinegraph.nodes.diffusion.flow;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.function.Consumer;
import org.cinegraph.nodes.diffusion.guide.Guidance;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.array.Shape;
import org.cinegraph.nodes.tensor.noise.TorchNoise;

/// The way from noise to data that a sampling follows.
///
/// @param field where it leads
/// @param shape of one sample; its first size is 1
/// @param times from 0 to 1, or from a later time where it begins with a sample; one more than
///   there are steps
/// @param guidance how the field is asked
/// @param seed of the noise, see [TorchNoise]
/// @param start the sample whose noised form it begins with, of that shape
/// @param watcher is shown, every few calls, where the path is thought to end
/// @param held what the sample begins with
@SuppressWarnings("ArrayRecordComponent")
public record FlowPath(
    VelocityField field,
    Shape shape,
    double[] times,
    Guidance guidance,
    long seed,
    Optional<FloatTensor> start,
    Consumer<FloatTensor> watcher,
    Optional<HeldBeginning> held) {
  public FlowPath {
    requireNonNull(field, "field is null");
    requireNonNull(shape, "shape is null");
    requireNonNull(guidance, "guidance is null");
    times = times.clone();
  }

  /// One from noise alone, with guidance in all steps, that nobody watches.
  public static FlowPath ofNoise(
      VelocityField field, Shape shape, double[] times, double guidance, long seed) {
    return new FlowPath(
        field,
        shape,
        times,
        Guidance.always(guidance),
        seed,
        Optional.empty(),
        _ -> {},
        Optional.empty());
  }

  int steps() {
    return times.length - 1;
  }

  FloatTensor noise() {
    return TorchNoise.seeded(seed).normal(shape);
  }

  /// Where it begins.
  FloatTensor begin() {
    FloatTensor noise = noise();
    return start.map(clean -> between(noise, clean)).orElse(noise);
  }

  private FloatTensor between(FloatTensor noise, FloatTensor clean) {
    float t = (float) times[0];
    float[] x = new float[noise.values().length];
    for (int i = 0; i < x.length; i++) {
      x[i] = t * clean.values()[i] + (1 - t) * noise.values()[i];
    }
    return FloatTensor.of(shape, x);
  }

  /// The noise is drawn again each time: that costs less than a step's thousandth part, and is then
  /// no part of the state.
  ///
  /// @param x a point at a time
  FloatTensor hold(FloatTensor x, float t) {
    return held.map(beginning -> beginning.hold(x, noise(), t)).orElse(x);
  }

  GuidedField guided() {
    return new GuidedField(field, shape, guidance);
  }
}
