package org.cinegraph.nodes.diffusion.flow;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.cinegraph.nodes.diffusion.solver.FiniteCheck;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.StepLoop;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.array.Shape;
import org.cinegraph.nodes.tensor.noise.TorchNoise;

/// Follows a velocity field from noise to data by Euler's method, with classifier-free guidance
/// (see [GuidedField]): `x += Δt·v`. All arithmetic outside the field is in 32-bit floats, one
/// rounding an operation, in a fixed order.
public final class FlowSampling implements StepLoop<FlowSampling.Point> {
  /// A point on the way from noise to data. Euler's solver remembers nothing else.
  public record Point(FloatTensor x) {}

  /// So many steps lie between two estimates: often enough to watch, too seldom to cost anything.
  private static final int STEPS_BETWEEN_ESTIMATES = 4;

  private final GuidedField field;
  private final Shape shape;
  private final double[] times;
  private final long seed;
  private final Consumer<FloatTensor> watcher;
  private final Optional<HeldBeginning> held;

  /// @param shape of one sample; its first size is 1
  /// @param times from 0 to 1, one more than there are steps
  /// @param guidance 1 takes the condition as it is, more exaggerates it
  /// @param seed of the noise, see [TorchNoise]
  public FlowSampling(
      VelocityField field, Shape shape, double[] times, double guidance, long seed) {
    this(field, shape, times, guidance, seed, estimate -> {});
  }

  /// @param watcher is shown, every few steps, where the path would end if it went straight on
  public FlowSampling(
      VelocityField field,
      Shape shape,
      double[] times,
      double guidance,
      long seed,
      Consumer<FloatTensor> watcher) {
    this(field, shape, times, guidance, seed, watcher, Optional.empty());
  }

  /// @param held what the sample begins with
  public FlowSampling(
      VelocityField field,
      Shape shape,
      double[] times,
      double guidance,
      long seed,
      Consumer<FloatTensor> watcher,
      Optional<HeldBeginning> held) {
    this.field = new GuidedField(field, shape, (float) guidance);
    this.shape = shape;
    this.times = times.clone();
    this.seed = seed;
    this.watcher = watcher;
    this.held = held;
  }

  @Override
  public int steps() {
    return times.length - 1;
  }

  @Override
  public Point start() {
    return new Point(noise());
  }

  @Override
  public Point step(int step, Point point) throws NodeFailure {
    float[] velocity = field.at(point.x().values(), (float) times[step]);
    FiniteCheck.require(step, steps(), "output of the network", velocity);
    if (step % STEPS_BETWEEN_ESTIMATES == 0) {
      watcher.accept(hold(follow(point.x(), (float) (1 - times[step]), velocity), 1));
    }
    FloatTensor next = follow(point.x(), (float) (times[step + 1] - times[step]), velocity);
    FiniteCheck.require(step, steps(), "sample", next.values());
    return new Point(hold(next, (float) times[step + 1]));
  }

  private FloatTensor noise() {
    return TorchNoise.seeded(seed).normal(shape);
  }

  /// The noise is drawn again each time: that costs less than a step's thousandth part, and the
  /// state stays a point.
  private FloatTensor hold(FloatTensor x, float t) {
    return held.map(beginning -> beginning.hold(x, noise(), t)).orElse(x);
  }

  private FloatTensor follow(FloatTensor from, float stride, float[] velocity) {
    float[] x = from.values();
    float[] next = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      next[i] = x[i] + stride * velocity[i];
    }
    return FloatTensor.of(shape, next);
  }

  @Override
  public void save(Point point, DataOutput out) throws IOException {
    for (float value : point.x().values()) {
      out.writeFloat(value);
    }
  }

  @Override
  public Point restore(DataInput in) throws IOException {
    float[] values = new float[Math.toIntExact(shape.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readFloat();
    }
    return new Point(FloatTensor.of(shape, values));
  }
}
