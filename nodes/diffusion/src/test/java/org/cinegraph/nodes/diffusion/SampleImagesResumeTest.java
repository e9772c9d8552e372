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
import org.cinegraph.nodes.diffusion.image.TinyPackages;
import org.cinegraph.nodes.diffusion.solver.SolverChoice;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.array.Shape;
import org.cinegraph.nodes.tensor.golden.FolderContext;
import org.cinegraph.nodes.tensor.golden.Gate;
import org.cinegraph.nodes.tensor.golden.StopAndResume;
import org.cinegraph.nodes.tensor.noise.TorchNoise;
import org.cinegraph.nodes.text.EncodeText;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A stop before any step of the sampling of images, by every solver, from noise and under a mask,
/// leaves the bytes as they are.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SampleImagesResumeTest {
  private static final int STEPS = 5;
  private static final List<String> SOLVERS =
      SolverChoice.names().stream().filter(name -> !name.equals("flow-euler")).toList();

  @TempDir private static Path folder;
  private FolderContext context;
  private final SequencedMap<String, StopAndResume> samplings = new LinkedHashMap<>();

  @BeforeAll
  void computeTheWhole() throws Exception {
    context = new FolderContext(folder, TinyPackages::path);
    SequencedMap<String, Object> prompt = new LinkedHashMap<>();
    prompt.put("model", "tiny-sd");
    prompt.put("prompt", "a red ball");
    ArtifactReference text = context.run(new EncodeText(), prompt);
    for (String solver : SOLVERS) {
      SequencedMap<String, Object> with = new LinkedHashMap<>();
      with.put("model", "tiny-sd");
      with.put("conditioning", text);
      with.put("seed", 7);
      with.put("steps", STEPS);
      with.put("solver", solver);
      with.put("width", 16);
      with.put("height", 24);
      if (solver.equals("ddim")) {
        with.put("eta", 0.7);
      }
      samplings.put(solver, new StopAndResume(context, folder, SampleLatents::new, with));
    }
    samplings.put(
        "under a mask", new StopAndResume(context, folder, SampleLatents::new, mask(text)));
  }

  private SequencedMap<String, Object> mask(ArtifactReference text) throws Exception {
    FloatTensor start = TorchNoise.seeded(1).normal(Shape.of(1, 4, 3, 2));
    float[] half = new float[24 * 16];
    for (int i = 0; i < half.length; i++) {
      half[i] = i % 16 < 8 ? 1 : 0;
    }
    SequencedMap<String, Object> with = new LinkedHashMap<>();
    with.put("model", "tiny-sd");
    with.put("conditioning", text);
    with.put("steps", STEPS);
    with.put("solver", "unipc-3");
    with.put("count", 2);
    with.put("denoise", 0.8);
    with.put("start", TinyPackages.latents(context, start));
    with.put("mask", TinyPackages.mask(context, FloatTensor.of(half, 1, 1, 24, 16)));
    return with;
  }

  @AfterAll
  void close() throws Exception {
    context.close();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyCallOfTheModelIsAStepOfTheLoop(String name) {
    assertThat(sampling(name).steps()).isEqualTo(calls(name));
  }

  @ParameterizedTest
  @MethodSource("stops")
  @Gate(kind = Gate.Kind.RESUME, what = "sample-latents of images by every solver and under a mask")
  void stoppedBeforeAnyStepItGivesTheSameBytes(String name, int step) throws Exception {
    StopAndResume sampling = sampling(name);

    assertThat(sampling.stoppedBefore(step)).isEqualTo(sampling.whole());
  }

  private StopAndResume sampling(String name) {
    return requireNonNull(samplings.get(name));
  }

  static Stream<String> names() {
    return Stream.concat(SOLVERS.stream(), Stream.of("under a mask"));
  }

  static Stream<Arguments> stops() {
    return names()
        .flatMap(
            name -> IntStream.range(0, calls(name)).mapToObj(step -> Arguments.of(name, step)));
  }

  private static int calls(String name) {
    return switch (name) {
      case "heun" -> 2 * STEPS - 1;
      case "pndm" -> STEPS + 9;
      case "under a mask" -> 4;
      default -> STEPS;
    };
  }
}
