package org.cinegraph.nodes.diffusion.flow;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.StepLoop;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.array.Shape;
import org.cinegraph.nodes.tensor.noise.TorchNoise;

/// Follows a velocity field from noise to data by Euler's method, with classifier-free guidance: `v
/// = v∅ + g·(v_c − v∅)`, both in one batch of two, then `x += Δt·v`. All arithmetic outside the
/// field is in 32-bit floats, one rounding an operation, in a fixed order.
public final class FlowSampling implements StepLoop<FlowSampling.Point> {
  /// A point on the way from noise to data. Euler's solver remembers nothing else.
  public record Point(FloatTensor x) {}

  /// So many steps lie between two estimates: often enough to watch, too seldom to cost anything.
  private static final int STEPS_BETWEEN_ESTIMATES = 4;

  private final VelocityField field;
  private final Shape shape;
  private final double[] times;
  private final float guidance;
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
    this.field = field;
    this.shape = shape;
    this.times = times.clone();
    this.guidance = (float) guidance;
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
    float t = (float) times[step];
    FloatTensor both = field.at(twice(point.x()), FloatTensor.of(new float[] {t, t}, 2));
    float[] velocity = guided(both.values());
    if (step % STEPS_BETWEEN_ESTIMATES == 0) {
      watcher.accept(hold(follow(point.x(), (float) (1 - times[step]), velocity), 1));
    }
    FloatTensor next = follow(point.x(), (float) (times[step + 1] - times[step]), velocity);
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

  private float[] guided(float[] both) {
    float[] velocity = new float[both.length / 2];
    for (int i = 0; i < velocity.length; i++) {
      float absent = both[velocity.length + i];
      velocity[i] = absent + guidance * (both[i] - absent);
    }
    return velocity;
  }

  private FloatTensor follow(FloatTensor from, float stride, float[] velocity) {
    float[] x = from.values();
    float[] next = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      next[i] = x[i] + stride * velocity[i];
    }
    return FloatTensor.of(shape, next);
  }

  private FloatTensor twice(FloatTensor x) {
    int length = x.values().length;
    float[] both = Arrays.copyOf(x.values(), 2 * length);
    System.arraycopy(x.values(), 0, both, length, length);
    long[] sizes = shape.toArray();
    sizes[0] = 2;
    return FloatTensor.of(both, sizes);
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
