package org.cinegraph.nodes.diffusion.flow;

import java.util.List;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.model.ModelPart;

/// The scheduler of a package that samples on a [LinearQuadraticGrid].
///
/// @param linearSteps the length of the linear grid
public record LinearQuadraticFlowScheduler(int linearSteps) {
  public static final String CLASS_NAME = "LinearQuadraticFlowScheduler";

  public static LinearQuadraticFlowScheduler read(ModelPart part) throws NodeFailure {
    part.className(List.of(CLASS_NAME));
    return new LinearQuadraticFlowScheduler(part.config().integer("linear_steps"));
  }

  /// @throws NodeFailure the package's grid has fewer steps
  public double[] times(int steps) throws NodeFailure {
    if (steps > linearSteps) {
      throw NodeFailure.user(
          "too-many-steps",
          "Parameter steps: this model takes at most %d, found %d.".formatted(linearSteps, steps));
    }
    return LinearQuadraticGrid.times(steps, linearSteps);
  }
}
