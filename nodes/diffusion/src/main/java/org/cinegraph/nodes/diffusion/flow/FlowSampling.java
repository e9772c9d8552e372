package org.cinegraph.nodes.diffusion.flow;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.cinegraph.nodes.diffusion.refocus.SampleLoop;
import org.cinegraph.nodes.diffusion.solver.FiniteCheck;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;

/// Follows a velocity field from noise to data by Euler's method, with classifier-free guidance
/// (see [GuidedField]): `x += Δt·v`. All arithmetic outside the field is in 32-bit floats, one
/// rounding an operation, in a fixed order.
public final class FlowSampling implements SampleLoop<FlowSampling.Point> {
  /// A point on the way from noise to data. Euler's solver remembers nothing else.
  public record Point(FloatTensor x) {}

  /// So many steps lie between two estimates: often enough to watch, too seldom to cost anything.
  private static final int STEPS_BETWEEN_ESTIMATES = 4;

  private final FlowPath path;
  private final GuidedField field;

  public FlowSampling(FlowPath path) {
    this.path = path;
    this.field = path.guided();
  }

  @Override
  public int steps() {
    return path.steps();
  }

  @Override
  public Point start() {
    return new Point(path.begin());
  }

  @Override
  public Point step(int step, Point point) throws NodeFailure {
    double[] times = path.times();
    float[] velocity = field.at(step, steps(), point.x().values(), time(step));
    FiniteCheck.require(step, steps(), "output of the network", velocity);
    if (step % STEPS_BETWEEN_ESTIMATES == 0) {
      FloatTensor end = follow(point.x(), (float) (1 - times[step]), velocity);
      path.watcher().accept(path.hold(end, 1));
    }
    FloatTensor next = follow(point.x(), (float) (times[step + 1] - times[step]), velocity);
    FiniteCheck.require(step, steps(), "sample", next.values());
    return new Point(path.hold(next, (float) times[step + 1]));
  }

  private FloatTensor follow(FloatTensor from, float stride, float[] velocity) {
    float[] x = from.values();
    float[] next = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      next[i] = x[i] + stride * velocity[i];
    }
    return FloatTensor.of(path.shape(), next);
  }

  @Override
  public float[] sample(Point point) {
    return point.x().values();
  }

  @Override
  public int sampleLength() {
    return Math.toIntExact(path.shape().elements());
  }

  @Override
  public Point moved(Point point, float[] samples) {
    return new Point(FloatTensor.of(path.shape(), samples));
  }

  @Override
  public float[] shown(int step, Point point, float[] sample) {
    return sample;
  }

  @Override
  public float time(int step) {
    return (float) path.times()[step];
  }

  @Override
  public void save(Point point, DataOutput out) throws IOException {
    for (float value : point.x().values()) {
      out.writeFloat(value);
    }
  }

  @Override
  public Point restore(DataInput in) throws IOException {
    float[] values = new float[Math.toIntExact(path.shape().elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readFloat();
    }
    return new Point(FloatTensor.of(path.shape(), values));
  }
}
