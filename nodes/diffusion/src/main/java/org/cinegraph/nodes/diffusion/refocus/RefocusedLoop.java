package org.cinegraph.nodes.diffusion.refocus;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.StepLoop;

/// A sampling whose attention is refocused: before each step samples are moved where the plan says
/// so, and behind it what was seen is kept.
///
/// @param <S> the state of the sampling itself
record RefocusedLoop<S>(SampleLoop<S> loop, Refocusing refocusing)
    implements StepLoop<RefocusedLoop.Point<S>> {
  record Point<S>(S state, RefocusRecord record) {}

  @Override
  public int steps() {
    return loop.steps();
  }

  @Override
  public Point<S> start() throws NodeFailure, IOException, InterruptedException {
    return new Point<>(loop.start(), RefocusRecord.nothing(refocusing.layout()));
  }

  @Override
  public Point<S> step(int step, Point<S> point)
      throws NodeFailure, IOException, InterruptedException {
    refocusing.begin(step, steps());
    S guided = refocusing.guided(loop, point.state());
    S next = loop.step(step, guided);
    return new Point<>(next, refocusing.after(point.record()));
  }

  @Override
  public void save(Point<S> point, DataOutput out) throws IOException {
    loop.save(point.state(), out);
    point.record().save(out);
  }

  @Override
  public Point<S> restore(DataInput in) throws IOException {
    S state = loop.restore(in);
    return new Point<>(state, RefocusRecord.restore(in, refocusing.layout()));
  }

  @Override
  public List<ArtifactReference.Part> artifacts(Point<S> point) {
    return loop.artifacts(point.state());
  }
}
