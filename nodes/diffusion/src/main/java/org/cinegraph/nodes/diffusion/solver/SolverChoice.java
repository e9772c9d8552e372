package org.cinegraph.nodes.diffusion.solver;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cinegraph.nodes.diffusion.schedule.MultistepSettings;
import org.cinegraph.nodes.diffusion.schedule.SchedulerClass;
import org.cinegraph.nodes.diffusion.schedule.SchedulerConfig;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.model.ModelConfig;

/// The solvers by the names that authors use in graphs.
public enum SolverChoice {
  EULER("euler", SchedulerClass.EULER, 1, false),
  EULER_ANCESTRAL("euler-ancestral", SchedulerClass.EULER_ANCESTRAL, 1, false),
  HEUN("heun", SchedulerClass.HEUN, 2, false),
  DPMPP_2M("dpmpp-2m", SchedulerClass.DPM_MULTISTEP, 2, false),
  DPMPP_3M("dpmpp-3m", SchedulerClass.DPM_MULTISTEP, 3, false),
  DPMPP_2M_SDE("dpmpp-2m-sde", SchedulerClass.DPM_MULTISTEP, 2, true),
  UNIPC_2("unipc-2", SchedulerClass.UNIPC_MULTISTEP, 2, false),
  UNIPC_3("unipc-3", SchedulerClass.UNIPC_MULTISTEP, 3, false),
  DDIM("ddim", SchedulerClass.DDIM, 1, false),
  PNDM("pndm", SchedulerClass.PNDM, 1, false),
  LCM("lcm", SchedulerClass.LCM, 1, false),
  FLOW_EULER("flow-euler", SchedulerClass.FLOW_MATCH_EULER, 1, false);

  private final String written;
  private final SchedulerClass type;
  private final int order;
  private final boolean stochastic;

  SolverChoice(String written, SchedulerClass type, int order, boolean stochastic) {
    this.written = written;
    this.type = type;
    this.order = order;
    this.stochastic = stochastic;
  }

  public String written() {
    return written;
  }

  public SchedulerClass type() {
    return type;
  }

  /// Of a multistep method, otherwise of no meaning.
  public int order() {
    return order;
  }

  public boolean stochastic() {
    return stochastic;
  }

  public static List<String> names() {
    return Arrays.stream(values()).map(SolverChoice::written).toList();
  }

  /// @throws NodeFailure there is no such solver
  public static SolverChoice named(String name) throws NodeFailure {
    for (SolverChoice each : values()) {
      if (each.written.equals(name)) {
        return each;
      }
    }
    throw NodeFailure.user(
        "unknown-solver",
        "Parameter solver: expected one of %s, found %s."
            .formatted(String.join(", ", names()), name));
  }

  /// A model's schedule for this solver in place of its own, which need not be known here.
  public SchedulerConfig read(ModelConfig config) throws NodeFailure {
    SchedulerConfig read = SchedulerConfig.read(config, Optional.of(type));
    MultistepSettings settings = read.multistep();
    boolean multistep =
        type == SchedulerClass.DPM_MULTISTEP || type == SchedulerClass.UNIPC_MULTISTEP;
    return multistep ? read.multistep(settings.ofOrder(order, stochastic)) : read;
  }
}
