package org.cinegraph.nodes.diffusion.schedule;

import org.cinegraph.nodes.sdk.NodeFailure;

/// What a latent consistency model was distilled with.
///
/// @param originalSteps the steps of its teacher
/// @param timestepScaling how fast its boundary condition fades
public record ConsistencySettings(int originalSteps, double timestepScaling) {
  static ConsistencySettings read(ConfigFields fields) throws NodeFailure {
    return new ConsistencySettings(
        fields.integer("original_inference_steps", 50), fields.number("timestep_scaling", 10));
  }
}
