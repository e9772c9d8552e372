package org.cinegraph.nodes.diffusion.flow;

import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;

/// What a generator has learned: where a point of the path from noise to data is going.
@FunctionalInterface
public interface VelocityField {
  /// @param x the same point twice: row 0 is asked with the condition, row 1 without
  /// @param t the flow time, twice
  /// @return both velocities, of the shape of x
  FloatTensor at(FloatTensor x, FloatTensor t) throws NodeFailure;
}
