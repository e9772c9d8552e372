package org.cinegraph.nodes.diffusion.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.golden.Gate;
import org.cinegraph.nodes.tensor.golden.RecordGate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SchedulesTest {
  private static final double MOST_ERROR = 2e-6;

  @ParameterizedTest
  @MethodSource("goldens")
  @Gate(
      kind = Gate.Kind.SCHEDULE,
      what = "timesteps and sigmas by the schedulers of diffusers",
      figure = "largest relative difference",
      most = MOST_ERROR)
  void aConfigurationGivesTheNumbersOfDiffusers(JsonNode golden) throws Exception {
    SchedulerConfig config = SchedulerConfig.read(GoldenCases.config(golden.get("config")));

    Schedule schedule =
        Schedules.of(config, golden.get("steps").asInt(), given(golden), mu(golden));

    assertClose(schedule.timesteps(), golden.get("timesteps"));
    assertClose(schedule.sigmas(), golden.get("sigmas"));
    if (golden.has("noise")) {
      assertThat(relative(schedule.startNoise(), golden.get("noise").asDouble()))
          .isLessThanOrEqualTo(MOST_ERROR);
    }
  }

  static Stream<JsonNode> goldens() throws IOException {
    return Stream.concat(
        GoldenCases.beside(SchedulesTest.class, "published.json").stream(),
        GoldenCases.beside(SchedulesTest.class, "diffusers.json").stream());
  }

  @Test
  void theNoiseOfStableDiffusionIsTheKnownOne() throws Exception {
    NoiseTable table =
        SchedulerConfig.read(GoldenCases.config(stableDiffusion("EulerDiscreteScheduler"))).table();

    assertThat(table.alpha(0)).isEqualTo(0.999149978f);
    assertThat(table.alpha(499)).isEqualTo(0.27766943f);
    assertThat(table.alpha(999)).isEqualTo(0.00466009509f);
    assertThat(table.sigma(999)).isEqualTo(14.6146469f);
  }

  @Test
  void theShiftBySizeIsOnTheLineBetweenTheKnownSizes() throws Exception {
    FlowSettings flux =
        SchedulerConfig.read(
                GoldenCases.config("{\"_class_name\": \"FlowMatchEulerDiscreteScheduler\"}"))
            .flow();

    assertThat(flux.mu(256)).isEqualTo(0.5);
    assertThat(flux.mu(4096)).isCloseTo(1.15, offset(1e-12));
    assertThat(flux.mu(2176)).isCloseTo(0.825, offset(1e-12));
  }

  @Test
  void anUnknownSchedulerIsRefusedWithThoseThatAreKnown() {
    assertRefused(
        stableDiffusion("DEISMultistepScheduler"),
        "Scheduler DEISMultistepScheduler is not known here. Known: EulerDiscreteScheduler,"
            + " EulerAncestralDiscreteScheduler, HeunDiscreteScheduler,"
            + " DPMSolverMultistepScheduler, CosineDPMSolverMultistepScheduler,"
            + " UniPCMultistepScheduler, DDIMScheduler, PNDMScheduler,"
            + " LCMScheduler, FlowMatchEulerDiscreteScheduler.");
  }

  @Test
  void anotherSolverMayTakeTheNoiseOfAnUnknownScheduler() throws Exception {
    SchedulerConfig config =
        SchedulerConfig.read(
            GoldenCases.config(stableDiffusion("DEISMultistepScheduler")),
            Optional.of(SchedulerClass.EULER));

    assertThat(Schedules.of(config, 5).sigmas()[0]).isEqualTo(14.6146469f);
  }

  @Test
  void whatNobodyAsksForIsKept() throws Exception {
    SchedulerConfig config =
        SchedulerConfig.read(
            GoldenCases.config(
                "{\"_class_name\": \"DDIMScheduler\", \"skip_prk_steps\": true, \"mine\": [1]}"));

    assertThat(config.raw().fields()).containsExactly("_class_name", "skip_prk_steps", "mine");
  }

  @Test
  void whatCannotBeDoneIsRefusedByName() {
    assertRefused(
        "{\"_class_name\": \"DDIMScheduler\", \"thresholding\": true}", "thresholding is not done");
    assertRefused(
        "{\"_class_name\": \"DDIMScheduler\", \"prediction_type\": \"x\"}",
        "field prediction_type was expected to be one of epsilon, v_prediction, sample,"
            + " flow_prediction, found \"x\"");
    assertRefused(
        "{\"_class_name\": \"EulerDiscreteScheduler\", \"use_karras_sigmas\": true,"
            + " \"use_beta_sigmas\": true}",
        "at most one of");
    assertRefused(
        "{\"_class_name\": \"UniPCMultistepScheduler\", \"solver_order\": 4}",
        "solver_order was expected to be 1 to 3, found 4");
    assertRefused(
        "{\"_class_name\": \"UniPCMultistepScheduler\", \"num_train_timesteps\": 2000000000}",
        "num_train_timesteps was expected to be 2 to 1000000");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 51})
  void stepsThatASchedulerDoesNotHaveAreRefused(int steps) throws Exception {
    SchedulerConfig config =
        SchedulerConfig.read(GoldenCases.config("{\"_class_name\": \"LCMScheduler\"}"));

    assertThatThrownBy(() -> Schedules.of(config, steps))
        .isInstanceOf(NodeFailure.class)
        .hasMessage("Parameter steps: LCMScheduler takes 1 to 50, found " + steps + ".");
  }

  @Test
  void stepsThatLeadOutOfTheTrainingAreRefused() throws Exception {
    SchedulerConfig config =
        SchedulerConfig.read(
            GoldenCases.config("{\"_class_name\": \"PNDMScheduler\", \"steps_offset\": 300}"));

    assertThatThrownBy(() -> Schedules.of(config, 5))
        .isInstanceOf(NodeFailure.class)
        .hasMessageContaining(
            "with steps_offset 300 the 5 steps go from 1100 to 300; the training had 0 to 999");
  }

  @Test
  void rungeKuttasMethodTakesMoreStepsThanItMakes() throws Exception {
    SchedulerConfig config =
        SchedulerConfig.read(GoldenCases.config("{\"_class_name\": \"PNDMScheduler\"}"));

    assertThatThrownBy(() -> Schedules.of(config, 3))
        .isInstanceOf(NodeFailure.class)
        .hasMessageContaining("takes 4 or more, found 3. Set skip_prk_steps");
  }

  private static void assertRefused(String json, String message) {
    assertThatThrownBy(() -> SchedulerConfig.read(GoldenCases.config(json)))
        .isInstanceOf(NodeFailure.class)
        .hasMessageContaining(message);
  }

  private static String stableDiffusion(String className) {
    return """
    {"_class_name": "%s", "beta_start": 0.00085, "beta_end": 0.012,
     "beta_schedule": "scaled_linear", "trained_betas": null}
    """
        .formatted(className);
  }

  private static Optional<double[]> given(JsonNode golden) {
    if (!golden.has("given")) {
      return Optional.empty();
    }
    double[] levels = new double[golden.get("given").size()];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = golden.get("given").get(i).asDouble();
    }
    return Optional.of(levels);
  }

  private static OptionalDouble mu(JsonNode golden) {
    return golden.has("mu")
        ? OptionalDouble.of(golden.get("mu").asDouble())
        : OptionalDouble.empty();
  }

  private static void assertClose(float[] actual, JsonNode expected) {
    assertThat(actual).hasSize(expected.size());
    for (int i = 0; i < actual.length; i++) {
      assertThat(relative(actual[i], expected.get(i).asDouble()))
          .as("number %d: expected %s, found %s", i, expected.get(i), actual[i])
          .isLessThanOrEqualTo(MOST_ERROR);
    }
  }

  private static double relative(double actual, double expected) {
    double relative = actual == expected ? 0 : Math.abs(actual - expected) / Math.abs(expected);
    RecordGate.compared(relative);
    return relative;
  }

  @ParameterizedTest
  @ValueSource(strings = {"HeunDiscreteScheduler", "PNDMScheduler"})
  void schedulersThatDoNotKnowZeroTerminalNoiseLeaveTheFieldAlone(String type) throws Exception {
    String json = "{\"_class_name\": \"%s\", \"rescale_betas_zero_snr\": %s}";
    Schedule plain =
        Schedules.of(SchedulerConfig.read(GoldenCases.config(json.formatted(type, false))), 5);
    Schedule asked =
        Schedules.of(SchedulerConfig.read(GoldenCases.config(json.formatted(type, true))), 5);

    assertThat(asked.sigmas()).containsExactly(plain.sigmas());
    assertThat(asked.startNoise()).isEqualTo(plain.startNoise());
  }
}
