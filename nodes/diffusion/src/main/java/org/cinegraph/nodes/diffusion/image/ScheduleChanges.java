package org.cinegraph.nodes.diffusion.image;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.cinegraph.nodes.diffusion.schedule.SchedulerClass;
import org.cinegraph.nodes.diffusion.schedule.SchedulerConfig;
import org.cinegraph.nodes.diffusion.solver.SolverChoice;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.Parameters;
import org.cinegraph.nodes.tensor.model.ModelConfig;

/// What the parameters of a node change of a package's `scheduler_config.json`.
public final class ScheduleChanges {
  /// What `sigmas` may say.
  public static final List<String> SIGMAS = List.of("normal", "karras", "exponential", "beta");

  public static final List<String> SPACINGS = List.of("linspace", "leading", "trailing");
  public static final List<String> PREDICTIONS = List.of("epsilon", "v-prediction", "sample");

  private static final Map<String, String> SIGMA_FIELDS =
      new TreeMap<>(
          Map.of(
              "karras", "use_karras_sigmas",
              "exponential", "use_exponential_sigmas",
              "beta", "use_beta_sigmas",
              "lu", "use_lu_lambdas"));

  private ScheduleChanges() {}

  /// @throws NodeFailure the file is wrong, or the solver has no use for a change
  public static SchedulerConfig read(ModelConfig file, Parameters parameters) throws NodeFailure {
    ModelConfig config = file;
    if (parameters.isSet("spacing")) {
      config = config.with("timestep_spacing", parameters.text("spacing"));
    }
    if (parameters.isSet("prediction")) {
      config = config.with("prediction_type", parameters.text("prediction").replace('-', '_'));
    }
    if (parameters.isSet("zero-snr")) {
      config = config.with("rescale_betas_zero_snr", parameters.flag("zero-snr"));
    }
    if (parameters.isSet("shift")) {
      config = config.with("shift", parameters.number("shift"));
      config = config.with("flow_shift", parameters.number("shift"));
    }
    if (parameters.isSet("sigmas")) {
      for (Map.Entry<String, String> field : SIGMA_FIELDS.entrySet()) {
        config = config.with(field.getValue(), field.getKey().equals(parameters.text("sigmas")));
      }
    }
    Optional<String> solver = parameters.textIfSet("solver");
    SchedulerConfig read =
        solver.isPresent()
            ? SolverChoice.named(solver.get()).read(config)
            : SchedulerConfig.read(config);
    if (read.type() == SchedulerClass.FLOW_MATCH_EULER
        && !file.text("_class_name").equals(read.type().className())) {
      throw NodeFailure.user(
          "solver-unsupported",
          "Parameter solver: %s follows a flow, which this package has not learned."
              .formatted(SolverChoice.FLOW_EULER.written()));
    }
    refuseUnused(read, parameters);
    return read;
  }

  private static void refuseUnused(SchedulerConfig config, Parameters parameters)
      throws NodeFailure {
    boolean spaced =
        switch (config.type()) {
          case EULER, HEUN, DPM_MULTISTEP, UNIPC_MULTISTEP, FLOW_MATCH_EULER -> true;
          case EULER_ANCESTRAL, COSINE_DPM_MULTISTEP, DDIM, PNDM, LCM -> false;
        };
    if (parameters.isSet("sigmas") && !spaced) {
      throw unused("sigmas", config);
    }
    if (parameters.isSet("spacing") && config.type() == SchedulerClass.LCM) {
      throw unused("spacing", config);
    }
    if (parameters.isSet("eta") && config.type() != SchedulerClass.DDIM) {
      throw unused("eta", config);
    }
    if (parameters.isSet("zero-snr") && !config.type().endsInPureNoise()) {
      throw unused("zero-snr", config);
    }
    boolean flow = config.flow().used() || config.type() == SchedulerClass.FLOW_MATCH_EULER;
    if (parameters.isSet("shift") && !flow) {
      throw unused("shift", config);
    }
  }

  private static NodeFailure unused(String parameter, SchedulerConfig config) {
    return NodeFailure.user(
        "parameter-unsupported",
        "Parameter %s: %s as this package has it makes no use of it. Leave it out, or take another solver."
            .formatted(parameter, config.type().className()));
  }
}
