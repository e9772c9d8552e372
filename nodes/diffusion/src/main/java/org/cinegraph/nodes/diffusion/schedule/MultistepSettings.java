package org.cinegraph.nodes.diffusion.schedule;

import java.util.List;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.model.ModelConfig;

/// How DPM-Solver++ and UniPC use what the network said before.
///
/// @param order 1 to 3
/// @param stochastic whether each step adds noise: SDE-DPM-Solver++
/// @param heun Heun's form of the second order in place of the midpoint's
/// @param lowerOrderFinal whether the last steps of a short sampling have a lower order
/// @param eulerAtFinal whether the last step has the first order always
/// @param leastLambda steps with a lower log signal-to-noise ratio are not visited
/// @param bh1 UniPC's B(h) = h in place of e^h − 1
/// @param uncorrected after these steps UniPC does not correct
public record MultistepSettings(
    int order,
    boolean stochastic,
    boolean heun,
    boolean lowerOrderFinal,
    boolean eulerAtFinal,
    double leastLambda,
    boolean bh1,
    List<Integer> uncorrected) {
  static MultistepSettings read(ModelConfig config, ConfigFields fields, SchedulerClass type)
      throws NodeFailure {
    boolean uniPc = type == SchedulerClass.UNIPC_MULTISTEP;
    String algorithm =
        uniPc || type != SchedulerClass.DPM_MULTISTEP
            ? "dpmsolver++"
            : fields.choice(
                "algorithm_type", "dpmsolver++", "dpmsolver++", "sde-dpmsolver++", "deis");
    String solver =
        fields.choice("solver_type", "midpoint", "midpoint", "heun", "logrho", "bh1", "bh2");
    if (uniPc && !fields.flag("predict_x0", true)) {
      throw NodeFailure.user(
          "scheduler-unsupported",
          "scheduler_config.json: UniPC is done with predict_x0 true, found false.");
    }
    int order = fields.integer("solver_order", 2);
    if (order < 1 || order > 3) {
      throw NodeFailure.user(
          "model-config",
          "scheduler_config.json: solver_order was expected to be 1 to 3, found %d."
              .formatted(order));
    }
    return new MultistepSettings(
        order,
        type == SchedulerClass.COSINE_DPM_MULTISTEP || algorithm.equals("sde-dpmsolver++"),
        solver.equals("heun"),
        fields.flag("lower_order_final", true),
        fields.flag("euler_at_final", false),
        fields.number("lambda_min_clipped", Double.NEGATIVE_INFINITY),
        solver.equals("bh1"),
        config.isSet("disable_corrector") ? config.integers("disable_corrector") : List.of());
  }

  public MultistepSettings ofOrder(int another, boolean noisy) {
    return new MultistepSettings(
        another, noisy, heun, lowerOrderFinal, eulerAtFinal, leastLambda, bh1, uncorrected);
  }
}
