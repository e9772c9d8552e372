package org.cinegraph.nodes.diffusion;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.nodes.tensor.golden.FolderContext;
import org.cinegraph.nodes.tensor.golden.Gate;
import org.cinegraph.nodes.tensor.golden.StopAndResume;
import org.cinegraph.nodes.text.EncodeText;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every solver, stopped before every step. The default one has as many steps as a render usually
/// has; the others as many as show all that they remember.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SampleLatentsResumeTest {
  private static final List<String> SOLVERS =
      List.of("euler", "heun", "dpmpp-2m", "dpmpp-3m", "dpmpp-2m-sde", "unipc-2", "unipc-3");

  @TempDir private static Path folder;
  private FolderContext context;
  private ArtifactReference text;
  private final SequencedMap<String, StopAndResume> samplings = new LinkedHashMap<>();

  @BeforeAll
  void computeTheWhole() throws Exception {
    context = new FolderContext(folder);
    SequencedMap<String, Object> prompt = toybox();
    prompt.put("prompt", "a red ball bounces on a green floor");
    text = context.run(new EncodeText(), prompt);
    for (String solver : SOLVERS) {
      SequencedMap<String, Object> with = toybox();
      with.put("conditioning", text);
      with.put("seed", 7);
      with.put("steps", steps(solver));
      with.put("solver", solver);
      samplings.put(solver, new StopAndResume(context, folder, SampleLatents::new, with));
    }
  }

  @AfterAll
  void close() throws Exception {
    context.close();
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void everyCallOfTheModelIsAStepOfTheLoop(String solver) {
    assertThat(sampling(solver).steps()).isEqualTo(calls(solver));
  }

  @ParameterizedTest
  @MethodSource("stops")
  @Gate(kind = Gate.Kind.RESUME, what = "sample-latents of toybox by every solver")
  void stoppedBeforeAnyStepItGivesTheSameBytes(String solver, int step) throws Exception {
    StopAndResume sampling = sampling(solver);

    assertThat(sampling.stoppedBefore(step)).isEqualTo(sampling.whole());
  }

  @Test
  void noTwoSolversGiveTheSameLatents() {
    assertThat(samplings.values().stream().map(StopAndResume::whole)).doesNotHaveDuplicates();
  }

  @Test
  void withoutASolverItIsEulers() throws Exception {
    SequencedMap<String, Object> with = toybox();
    with.put("conditioning", text);
    with.put("seed", 7);
    with.put("steps", steps("euler"));

    assertThat(context.run(new SampleLatents(), with)).isEqualTo(sampling("euler").whole());
  }

  private StopAndResume sampling(String solver) {
    return requireNonNull(samplings.get(solver));
  }

  static Stream<String> solvers() {
    return SOLVERS.stream();
  }

  static Stream<Arguments> stops() {
    return SOLVERS.stream()
        .flatMap(solver ->
            IntStream.range(0, calls(solver)).mapToObj(step -> Arguments.of(solver, step)));
  }

  private static int steps(String solver) {
    return switch (solver) {
      case "euler" -> 24;
      case "heun" -> 4;
      default -> 6;
    };
  }

  private static int calls(String solver) {
    int steps = steps(solver);
    return solver.equals("heun") ? 2 * steps - 1 : steps;
  }

  private static SequencedMap<String, Object> toybox() {
    SequencedMap<String, Object> with = new LinkedHashMap<>();
    with.put("model", "toybox");
    return with;
  }
}
