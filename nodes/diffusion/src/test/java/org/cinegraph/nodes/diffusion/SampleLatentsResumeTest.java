package org.cinegraph.nodes.diffusion;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.cinegraph.nodes.tensor.golden.FolderContext;
import org.cinegraph.nodes.tensor.golden.StopAndResume;
import org.cinegraph.nodes.text.EncodeText;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Euler's solver is the only one there is; another gets a test like this.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SampleLatentsResumeTest {
  private static final int STEPS = 24;

  @TempDir private static Path folder;
  private FolderContext context;
  private StopAndResume sampling;

  @BeforeAll
  void computeTheWhole() throws Exception {
    context = new FolderContext(folder);
    SequencedMap<String, Object> prompt = toybox();
    prompt.put("prompt", "a red ball bounces on a green floor");
    SequencedMap<String, Object> with = toybox();
    with.put("conditioning", context.run(new EncodeText(), prompt));
    with.put("seed", 7);
    with.put("steps", STEPS);
    sampling = new StopAndResume(context, folder, SampleLatents::new, with);
  }

  @AfterAll
  void close() throws Exception {
    context.close();
  }

  @Test
  void everySolverStepIsAStepOfTheLoop() {
    assertThat(sampling.steps()).isEqualTo(STEPS);
  }

  @ParameterizedTest
  @MethodSource("steps")
  void stoppedBeforeAnyStepItGivesTheSameBytes(int step) throws Exception {
    assertThat(sampling.stoppedBefore(step)).isEqualTo(sampling.whole());
  }

  static IntStream steps() {
    return IntStream.range(0, STEPS);
  }

  private static SequencedMap<String, Object> toybox() {
    SequencedMap<String, Object> with = new LinkedHashMap<>();
    with.put("model", "toybox");
    return with;
  }
}
