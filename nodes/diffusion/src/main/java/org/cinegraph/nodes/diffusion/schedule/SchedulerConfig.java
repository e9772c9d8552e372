package org.cinegraph.nodes.diffusion.schedule;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.model.ModelConfig;

/// A `scheduler_config.json`, read and checked whole before the first step. What it leaves out is
/// what diffusers takes for its class.
///
/// @param type the solver's family
/// @param table the noise of the training
/// @param endsAtZero whether the last noise level is none, or the least of the table
/// @param continuous whether the network is told ¼·ln σ
/// @param clip bounds of the predicted signal, if any
/// @param lastAlphaIsOne whether ᾱ past the last step is 1, or that of step 0
/// @param rungeKutta whether PNDM begins with steps of Runge-Kutta's method
/// @param sigmaMin in place of the lowest noise level of a spacing
/// @param sigmaMax in place of the highest
/// @param raw the file itself, with the fields that nobody here asks for
public record SchedulerConfig(
    SchedulerClass type,
    NoiseTable table,
    PredictionType prediction,
    TimestepSpacing spacing,
    int stepsOffset,
    SigmaSpacing sigmaSpacing,
    boolean endsAtZero,
    boolean continuous,
    OptionalDouble clip,
    boolean lastAlphaIsOne,
    boolean rungeKutta,
    OptionalDouble sigmaMin,
    OptionalDouble sigmaMax,
    MultistepSettings multistep,
    FlowSettings flow,
    ConsistencySettings consistency,
    ModelConfig raw) {
  /// As the file says.
  public static SchedulerConfig read(ModelConfig config) throws NodeFailure {
    return read(config, Optional.empty());
  }

  /// @param instead another class than the file's, which then need not be known
  public static SchedulerConfig read(ModelConfig config, Optional<SchedulerClass> instead)
      throws NodeFailure {
    SchedulerClass type =
        instead.isPresent() ? instead.get() : SchedulerClass.named(config.text("_class_name"));
    ConfigFields fields = new ConfigFields(config);
    fields.refuse("thresholding", "latents, which are not thresholded");
    fields.choice("interpolation_type", "linear", "linear");
    boolean pndm = type == SchedulerClass.PNDM;
    boolean leading = type == SchedulerClass.DDIM || type == SchedulerClass.LCM || pndm;
    return new SchedulerConfig(
        type,
        table(config, fields, type),
        fields.choice("prediction_type", usualPrediction(type)),
        fields.choice(
            "timestep_spacing", leading ? TimestepSpacing.LEADING : TimestepSpacing.LINSPACE),
        fields.integer("steps_offset", 0),
        sigmaSpacing(fields),
        fields.choice("final_sigmas_type", "zero", "zero", "sigma_min").equals("zero"),
        fields.choice("timestep_type", "discrete", "discrete", "continuous").equals("continuous"),
        fields.flag("clip_sample", type == SchedulerClass.DDIM)
            ? OptionalDouble.of(fields.number("clip_sample_range", 1))
            : OptionalDouble.empty(),
        fields.flag("set_alpha_to_one", !pndm),
        !fields.flag("skip_prk_steps", false),
        fields.number("sigma_min"),
        fields.number("sigma_max"),
        MultistepSettings.read(config, fields, type),
        FlowSettings.read(fields),
        ConsistencySettings.read(fields),
        config);
  }

  /// ᾱ after the training step, and past the last one what is taken for it there.
  public float alpha(int step) {
    if (step >= 0) {
      return table.alpha(step);
    }
    return lastAlphaIsOne ? 1 : table.alpha(0);
  }

  /// The same with noise levels spaced in another way.
  public SchedulerConfig spaced(SigmaSpacing sigmas) {
    return with(prediction, sigmas, multistep);
  }

  /// The same for a solver of another order, as far as its class has one.
  public SchedulerConfig multistep(MultistepSettings settings) {
    return with(prediction, sigmaSpacing, settings);
  }

  private SchedulerConfig with(
      PredictionType predicted, SigmaSpacing sigmas, MultistepSettings settings) {
    return new SchedulerConfig(
        type,
        table,
        predicted,
        spacing,
        stepsOffset,
        sigmas,
        endsAtZero,
        continuous,
        clip,
        lastAlphaIsOne,
        rungeKutta,
        sigmaMin,
        sigmaMax,
        settings,
        flow,
        consistency,
        raw);
  }

  private static NoiseTable table(ModelConfig config, ConfigFields fields, SchedulerClass type)
      throws NodeFailure {
    boolean consistency = type == SchedulerClass.LCM;
    boolean latent = consistency || type == SchedulerClass.HEUN;
    BetaSchedule schedule =
        fields.choice(
            "beta_schedule", consistency ? BetaSchedule.SCALED_LINEAR : BetaSchedule.LINEAR);
    float[] betas =
        schedule.betas(
            trainSteps(fields),
            fields.number("beta_start", latent ? 0.00085 : 0.0001),
            fields.number("beta_end", latent ? 0.012 : 0.02));
    if (config.isSet("trained_betas")) {
      List<Double> trained = config.numbers("trained_betas");
      if (trained.size() < 2) {
        throw NodeFailure.user(
            "model-config",
            "scheduler_config.json: trained_betas was expected to hold 2 numbers or more, found %d."
                .formatted(trained.size()));
      }
      betas = new float[trained.size()];
      for (int i = 0; i < betas.length; i++) {
        betas[i] = trained.get(i).floatValue();
      }
    }
    boolean byTime = consistency || type == SchedulerClass.DDIM;
    return type.endsInPureNoise() && fields.flag("rescale_betas_zero_snr", false)
        ? NoiseTable.ofZeroTerminal(betas, byTime)
        : NoiseTable.of(betas);
  }

  private static PredictionType usualPrediction(SchedulerClass type) {
    return switch (type) {
      case FLOW_MATCH_EULER -> PredictionType.FLOW_PREDICTION;
      case COSINE_DPM_MULTISTEP -> PredictionType.V_PREDICTION;
      default -> PredictionType.EPSILON;
    };
  }

  private static int trainSteps(ConfigFields fields) throws NodeFailure {
    int steps = fields.integer("num_train_timesteps", 1000);
    if (steps < 2 || steps > 1_000_000) {
      throw NodeFailure.user(
          "model-config",
          "scheduler_config.json: num_train_timesteps was expected to be 2 to 1000000, found %d."
              .formatted(steps));
    }
    return steps;
  }

  private static SigmaSpacing sigmaSpacing(ConfigFields fields) throws NodeFailure {
    boolean karras = fields.flag("use_karras_sigmas", false);
    boolean exponential = fields.flag("use_exponential_sigmas", false);
    boolean beta = fields.flag("use_beta_sigmas", false);
    boolean lu = fields.flag("use_lu_lambdas", false);
    if ((karras ? 1 : 0) + (exponential ? 1 : 0) + (beta ? 1 : 0) + (lu ? 1 : 0) > 1) {
      throw NodeFailure.user(
          "model-config",
          "scheduler_config.json asks for several spacings of noise levels; at most one of use_karras_sigmas, use_exponential_sigmas, use_beta_sigmas, use_lu_lambdas may be true.");
    }
    if (karras) {
      return SigmaSpacing.KARRAS;
    }
    if (exponential) {
      return SigmaSpacing.EXPONENTIAL;
    }
    if (beta) {
      return SigmaSpacing.BETA;
    }
    return lu ? SigmaSpacing.LU : SigmaSpacing.TIMESTEPS;
  }
}
