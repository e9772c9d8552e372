package org.cinegraph.nodes.diffusion.flow;

import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;

/// What a generator has learned: where a point of the path from noise to data is going.
@FunctionalInterface
public interface VelocityField {
  /// @param x the same point twice: row 0 is asked with the condition, row 1 without; or once, to
  ///   be asked with the condition alone
  /// @param t the flow time, as often
  /// @return the velocities, of the shape of x
  FloatTensor at(FloatTensor x, FloatTensor t) throws NodeFailure;
}
