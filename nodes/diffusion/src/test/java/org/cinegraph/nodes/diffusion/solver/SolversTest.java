package org.cinegraph.nodes.diffusion.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.cinegraph.nodes.diffusion.schedule.GoldenCases;
import org.cinegraph.nodes.diffusion.schedule.Schedule;
import org.cinegraph.nodes.diffusion.schedule.SchedulerConfig;
import org.cinegraph.nodes.diffusion.schedule.Schedules;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.array.Shape;
import org.cinegraph.nodes.tensor.golden.Gate;
import org.cinegraph.nodes.tensor.golden.Golden;
import org.cinegraph.nodes.tensor.golden.RecordGate;
import org.cinegraph.nodes.tensor.noise.TorchNoise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SolversTest {
  private static final double MOST_ERROR = 2e-6;
  private static final Shape SHAPE = Shape.of(1, 4, 8, 8);
  private static final long SEED = 7;
  private static final StepNoise NOISE = StepNoise.seeded(SEED, "step", SHAPE);

  @ParameterizedTest
  @MethodSource("goldens")
  @Gate(
      kind = Gate.Kind.SOLVER,
      what = "last sample by the schedulers of diffusers",
      most = MOST_ERROR)
  void aSolverGoesWhereThatOfDiffusersGoes(JsonNode golden) throws Exception {
    assertClose(last(solver(golden)), golden.get("name").asString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"euler", "heun", "dpmpp-2m", "dpmpp-3m", "dpmpp-2m-sde", "unipc-2", "unipc-3"})
  @Gate(
      kind = Gate.Kind.SOLVER,
      what = "last sample along a flow, 8, 20 and 50 steps",
      most = MOST_ERROR)
  void itDoesSoAlongAFlowOfAnyGrid(String choice) throws Exception {
    for (int steps : List.of(8, 20, 50)) {
      float[] result = last(overFlow(choice, steps));

      assertClose(result, "over.flow." + choice + "." + steps);
    }
  }

  @ParameterizedTest
  @MethodSource("goldens")
  @Gate(kind = Gate.Kind.RESUME, what = "every solver, stopped before every call")
  void stoppedBeforeAnyCallItGivesTheSameBits(JsonNode golden) throws Exception {
    Solver solver = solver(golden);
    float[] whole = last(solver);
    SolverState state = start(solver);
    for (int call = 0; call < solver.schedule().calls(); call++) {
      SolverState resumed = restored(state);
      Solver elsewhere = solver(golden);
      for (int rest = call; rest < solver.schedule().calls(); rest++) {
        resumed = AnalyticNetwork.step(elsewhere, rest, resumed);
      }
      assertThat(resumed.x()).as("stopped before call %d", call).isEqualTo(whole);
      RecordGate.compared(0);
      state = AnalyticNetwork.step(solver, call, state);
    }
  }

  static Stream<JsonNode> goldens() throws IOException {
    return GoldenCases.beside(SolversTest.class, "cases.json").stream();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ddim", "lcm", "pndm", "euler-ancestral"})
  void solversThatFollowNoFlowSaySo(String choice) {
    assertThatThrownBy(() -> overFlow(choice, 4))
        .isInstanceOf(NodeFailure.class)
        .hasMessage("Parameter solver: " + choice + " does not follow a flow.");
  }

  @Test
  void everySolverCanTakeTheScheduleOfAnotherOne() throws Exception {
    String json =
        """
        {"_class_name": "PNDMScheduler", "beta_start": 0.00085, "beta_end": 0.012,
         "beta_schedule": "scaled_linear", "skip_prk_steps": true}
        """;
    for (SolverChoice choice : SolverChoice.values()) {
      SchedulerConfig config = choice.read(GoldenCases.config(json));
      Solver solver = Solvers.of(config, Schedules.of(config, 10), 10, 0, NOISE);

      assertThat(last(solver)).hasSize(256).doesNotContain(Float.NaN);
    }
  }

  @Test
  void pseudoNumericalMethodsTakeWhatTheyAreMadeFor() throws Exception {
    SchedulerConfig sample =
        SchedulerConfig.read(
            GoldenCases.config(
                "{\"_class_name\": \"PNDMScheduler\", \"prediction_type\": \"sample\"}"));
    Schedule schedule = Schedules.of(sample, 10);
    SchedulerConfig epsilon =
        SchedulerConfig.read(GoldenCases.config("{\"_class_name\": \"PNDMScheduler\"}"));

    assertThatThrownBy(() -> Solvers.of(sample, schedule, 10, 0, NOISE))
        .isInstanceOf(NodeFailure.class)
        .hasMessageContaining("prediction epsilon or v_prediction, found sample");
    assertThatThrownBy(() -> Solvers.from(3, epsilon, schedule, 10, 0, NOISE))
        .isInstanceOf(NodeFailure.class)
        .hasMessageContaining("made from pure noise alone");
  }

  @Test
  void anOutputThatIsNotFiniteEndsTheStepWithItsNumbers() throws Exception {
    Solver solver = overFlow("dpmpp-2m", 20);
    float[] output = AnalyticNetwork.at(start(solver).x(), 0);
    output[3] = Float.NaN;
    output[4] = Float.NEGATIVE_INFINITY;
    output[5] = -2;
    output[6] = 3;

    assertThatThrownBy(() -> solver.step(6, start(solver), output))
        .isInstanceOf(NodeFailure.class)
        .hasMessageStartingWith(
            "Step 7 of 20: the output of the network holds 1 NaN and 1 infinite of 256 values; the"
                + " others lie between -2.000 and 3.000, mean ")
        .hasMessageEndingWith("Lower the guidance, or compute in f32.");
  }

  @Test
  void aSampleThatOverflowsEndsTheStep() throws Exception {
    Solver solver = overFlow("euler", 4);
    float[] huge = new float[256];
    Arrays.fill(huge, Float.MAX_VALUE);

    assertThatThrownBy(
            () -> {
              SolverState state = solver.start(huge.clone());
              for (int call = 0; call < 4; call++) {
                state = solver.step(call, state, Combination.scaled(-1, huge));
              }
            })
        .isInstanceOf(NodeFailure.class)
        .hasMessageContaining(
            "Step 1 of 4: the sample holds 0 NaN and 256 infinite of 256 values; none is finite");
  }

  @Test
  void aCleanSampleGetsTheNoiseOfTheCall() throws Exception {
    float[] clean = new float[256];
    float[] noise = TorchNoise.seeded(3).normal(SHAPE).values();
    Solver flow = overFlow("euler", 4);

    assertThat(flow.noised(1, clean, noise)[5]).isEqualTo(0.75f * noise[5]);
    assertThat(overFlow("heun", 4).noised(1, clean, noise)[5]).isEqualTo(0.75f * noise[5]);
    assertThat(overFlow("dpmpp-2m", 4).noised(2, clean, noise)[5]).isEqualTo(0.5f * noise[5]);
  }

  private static Solver solver(JsonNode golden) throws Exception {
    SchedulerConfig config = SchedulerConfig.read(GoldenCases.config(golden.get("config")));
    int steps = golden.get("steps").asInt();
    double eta = golden.get("eta").asDouble();
    return Solvers.of(config, Schedules.of(config, steps), steps, eta, NOISE);
  }

  private static Solver overFlow(String choice, int steps) throws NodeFailure {
    float[] sigmas = new float[steps + 1];
    for (int i = 0; i <= steps; i++) {
      sigmas[i] = (float) (1 - (double) i / steps);
    }
    return Solvers.overFlow(SolverChoice.named(choice), sigmas, NOISE);
  }

  private static SolverState start(Solver solver) {
    Schedule schedule = solver.schedule();
    float[] noise = TorchNoise.seeded(SEED).normal(SHAPE).values();
    return solver.start(Combination.scaled(schedule.startNoise(), noise));
  }

  private static float[] last(Solver solver) throws NodeFailure {
    SolverState state = start(solver);
    for (int call = 0; call < solver.schedule().calls(); call++) {
      state = AnalyticNetwork.step(solver, call, state);
    }
    return state.x();
  }

  private static SolverState restored(SolverState state) throws IOException {
    ByteArrayOutputStream saved = new ByteArrayOutputStream();
    state.save(new DataOutputStream(saved));
    return SolverState.restore(
        new DataInputStream(new ByteArrayInputStream(saved.toByteArray())), state.x().length);
  }

  private static void assertClose(float[] actual, String tensor) throws IOException {
    try (Golden golden = Golden.beside(SolversTest.class, "diffusers")) {
      golden.assertClose(FloatTensor.of(SHAPE, actual), tensor, MOST_ERROR);
    }
  }
}
