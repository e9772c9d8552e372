package org.cinegraph.nodes.diffusion.schedule;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import org.cinegraph.nodes.sdk.NodeFailure;

/// The schedulers of diffusers that are known here, by their names there.
public enum SchedulerClass {
  EULER("EulerDiscreteScheduler"),
  EULER_ANCESTRAL("EulerAncestralDiscreteScheduler"),
  HEUN("HeunDiscreteScheduler"),
  DPM_MULTISTEP("DPMSolverMultistepScheduler"),
  COSINE_DPM_MULTISTEP("CosineDPMSolverMultistepScheduler"),
  UNIPC_MULTISTEP("UniPCMultistepScheduler"),
  DDIM("DDIMScheduler"),
  PNDM("PNDMScheduler"),
  LCM("LCMScheduler"),
  FLOW_MATCH_EULER("FlowMatchEulerDiscreteScheduler");

  private final String className;

  SchedulerClass(String className) {
    this.className = className;
  }

  public String className() {
    return className;
  }

  /// Whether it does what `rescale_betas_zero_snr` says; these leave the field alone in diffusers.
  public boolean endsInPureNoise() {
    return this != PNDM && this != HEUN;
  }

  /// @throws NodeFailure there is no such class here
  static SchedulerClass named(String name) throws NodeFailure {
    for (SchedulerClass each : values()) {
      if (each.className.equals(name)) {
        return each;
      }
    }
    throw NodeFailure.user(
        "unknown-scheduler",
        "Scheduler %s is not known here. Known: %s. Choose a solver by the node's parameter, or one of these in scheduler_config.json."
            .formatted(
                name,
                Arrays.stream(values()).map(SchedulerClass::className).collect(joining(", "))));
  }
}
