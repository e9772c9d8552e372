package org.cinegraph.nodes.diffusion.schedule;

import org.cinegraph.nodes.sdk.NodeFailure;

/// What `CosineDPMSolverMultistepScheduler` says beside what other multistep solvers do: noise
/// levels that follow no table, and how large the signal is.
///
/// @param least noise level
/// @param most noise level
/// @param data the deviation of the signal
/// @param karras whether levels lie by ρ, or evenly in ln σ
/// @param rho see [SigmaSpacing#KARRAS]
public record CosineSettings(double least, double most, float data, boolean karras, double rho) {
  /// @param config of that class
  /// @throws NodeFailure the levels do not rise, or what is predicted is not known there
  public static CosineSettings read(SchedulerConfig config) throws NodeFailure {
    ConfigFields fields = new ConfigFields(config.raw());
    CosineSettings read =
        new CosineSettings(
            fields.number("sigma_min", 0.3),
            fields.number("sigma_max", 500),
            (float) fields.number("sigma_data", 1),
            fields
                .choice("sigma_schedule", "exponential", "exponential", "karras")
                .equals("karras"),
            fields.number("rho", 7));
    if (!(read.least > 0 && read.most > read.least && read.data > 0 && read.rho > 0)) {
      throw NodeFailure.user(
          "model-config",
          "scheduler_config.json: expected 0 < sigma_min < sigma_max, sigma_data and rho above 0, found %s, %s, %s and %s."
              .formatted(read.least, read.most, read.data, read.rho));
    }
    if (config.prediction() != PredictionType.V_PREDICTION
        && config.prediction() != PredictionType.EPSILON) {
      throw NodeFailure.user(
          "scheduler-unsupported",
          "CosineDPMSolverMultistepScheduler is done with the prediction epsilon or v_prediction. Correct prediction_type in scheduler_config.json.");
    }
    return read;
  }
}
