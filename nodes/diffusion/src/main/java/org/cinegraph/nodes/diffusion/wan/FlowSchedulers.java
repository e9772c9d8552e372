package org.cinegraph.nodes.diffusion.wan;

import java.util.List;
import java.util.Optional;
import org.cinegraph.nodes.diffusion.schedule.SchedulerClass;
import org.cinegraph.nodes.diffusion.schedule.SchedulerConfig;
import org.cinegraph.nodes.diffusion.solver.SolverChoice;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.Parameters;
import org.cinegraph.nodes.tensor.model.ModelConfig;

/// What the scheduler of a package that has learned a flow says, and what a node's parameters
/// change of it.
public final class FlowSchedulers {
  /// Those that diffusers lets follow a flow by its noise levels.
  private static final List<SolverChoice> FOLLOW =
      List.of(
          SolverChoice.UNIPC_2,
          SolverChoice.UNIPC_3,
          SolverChoice.DPMPP_2M,
          SolverChoice.DPMPP_3M,
          SolverChoice.FLOW_EULER);

  private FlowSchedulers() {}

  /// @throws NodeFailure the file is wrong, follows no flow, or the solver does not
  public static SchedulerConfig read(ModelConfig file, Parameters parameters) throws NodeFailure {
    ModelConfig config = file;
    if (parameters.isSet("shift")) {
      config = config.with("shift", parameters.number("shift"));
      config = config.with("flow_shift", parameters.number("shift"));
    }
    Optional<String> solver = parameters.textIfSet("solver");
    SchedulerConfig read =
        solver.isPresent() ? following(solver.get(), config) : SchedulerConfig.read(config);
    boolean flow = read.flow().used() || read.type() == SchedulerClass.FLOW_MATCH_EULER;
    if (!flow || read.flow().dynamic()) {
      throw NodeFailure.user(
          "scheduler-unsupported",
          "%s: Wan follows a flow whose shift does not depend on the size, expected use_flow_sigmas with UniPCMultistepScheduler or DPMSolverMultistepScheduler, or FlowMatchEulerDiscreteScheduler, without use_dynamic_shifting; found %s."
              .formatted(file.label(), read.type().className()));
    }
    return read;
  }

  private static SchedulerConfig following(String name, ModelConfig config) throws NodeFailure {
    SolverChoice choice = SolverChoice.named(name);
    if (!FOLLOW.contains(choice)) {
      throw NodeFailure.user(
          "solver-unsupported",
          "Parameter solver: Wan follows a flow by one of %s, found %s."
              .formatted(
                  String.join(", ", FOLLOW.stream().map(SolverChoice::written).toList()), name));
    }
    return choice.read(
        config.with("use_flow_sigmas", true).with("prediction_type", "flow_prediction"));
  }
}
