package org.cinegraph.nodes.audio;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.nodes.audio.stable.StableAudioResources;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.artifact.Latents;
import org.cinegraph.nodes.tensor.golden.FolderContext;
import org.cinegraph.nodes.tensor.golden.Gate;
import org.cinegraph.nodes.tensor.golden.Golden;
import org.cinegraph.nodes.tensor.golden.RecordGate;
import org.cinegraph.nodes.tensor.golden.StopAndResume;
import org.cinegraph.nodes.video.sound.Samples;
import org.cinegraph.nodes.video.sound.WavFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `generate-audio` and `decode-audio` with a folder as Stable Audio comes in, of tiny random
/// weights, against diffusers' pipeline.
class GenerateStableAudioTest {
  private static final double MOST = 1e-4;

  @TempDir private Path folder;

  @Test
  @Gate(
      kind = Gate.Kind.PIPELINE,
      what = "sounds and latents of diffusers' StableAudioPipeline",
      most = MOST)
  void aPromptGivesTheSoundOfTheLibrary() throws Exception {
    SequencedMap<String, Object> with = with("the red ball bounces, café 😀", 7, 6);
    assertLikeTheLibrary("plain", with, 1);
  }

  @Test
  @Gate(
      kind = Gate.Kind.PIPELINE,
      what = "sounds and latents of diffusers' StableAudioPipeline",
      most = MOST)
  void aNegativePromptAndAPartOfALongerSoundDoSoToo() throws Exception {
    SequencedMap<String, Object> with = with("rain on the red roof ".repeat(10), 11, 20);
    with.put("negative", "low quality");
    with.put("seconds-start", 0.05);
    with.put("seconds-total", 0.301);
    with.put("guidance", 3.0);
    with.put("count", 2);
    with.put("tile", 7);
    assertLikeTheLibrary("negative", with, 2);
  }

  @Test
  @Gate(
      kind = Gate.Kind.PIPELINE,
      what = "sounds and latents of diffusers' StableAudioPipeline",
      most = MOST)
  void soDoesNoGuidance() throws Exception {
    SequencedMap<String, Object> with = with("", 3, 4);
    with.put("seconds-total", 0.2);
    with.put("guidance", 1.0);
    assertLikeTheLibrary("unguided", with, 1);
  }

  @Test
  @Gate(kind = Gate.Kind.RESUME, what = "generate-audio of Stable Audio, every step and piece")
  void stoppedBeforeAnyStepItGivesTheSameBytes() throws Exception {
    SequencedMap<String, Object> with = with("rain", 5, 4);
    with.put("count", 2);
    with.put("tile", 16);
    try (FolderContext context = context()) {
      StopAndResume generating = new StopAndResume(context, folder, GenerateAudio::new, with);
      assertThat(generating.steps()).isEqualTo(4 + 2 * 3);
      for (int step = 0; step < generating.steps(); step++) {
        assertThat(generating.outputsStoppedBefore(step)).isEqualTo(generating.wholeOutputs());
        RecordGate.compared(0);
      }
    }
  }

  @Test
  @Gate(kind = Gate.Kind.RESUME, what = "decode-audio, every piece")
  void latentsAreDecodedAgainAndAPieceThatIsDoneIsNotLost() throws Exception {
    try (FolderContext context = context()) {
      ArtifactReference whole = context.run(new GenerateAudio(), with("rain", 5, 4));
      SequencedMap<String, Object> with = new LinkedHashMap<>();
      with.put("model", "tiny-stable-audio");
      with.put("latents", requireNonNull(context.outputs().get("latents")));
      assertThat(context.run(new DecodeAudio(), with)).isEqualTo(whole);

      with.put("tile", 9);
      with.put("seconds", 0.3);
      StopAndResume decoding = new StopAndResume(context, folder, DecodeAudio::new, with);
      assertThat(decoding.steps()).isEqualTo(4);
      for (int step = 0; step < decoding.steps(); step++) {
        assertThat(decoding.outputsStoppedBefore(step)).isEqualTo(decoding.wholeOutputs());
        RecordGate.compared(0);
      }
    }
  }

  @Test
  void soundBeyondWhatTheModelAllowsIsRefused() throws Exception {
    refused("seconds-total", 0.401)
        .hasMessage(
            "Parameters seconds-start and seconds-total: this model makes at most 0.4 seconds,"
                + " between 0.0 and 512.0, found 0.0 to 0.401. Make parts and join them with"
                + " concat-audio.");
    refused("seconds-start", 512.5).hasMessageContaining("found 512.5 to 0.4");
    refused("seconds-total", 0.0).hasMessageContaining("leave nothing to be heard");
  }

  @Test
  void aVideoThatNobodyWatchesIsRefused() throws Exception {
    try (FolderContext context = context()) {
      SequencedMap<String, Object> with = with("rain", 5, 2);
      with.put("video", context.run(new GenerateAudio(), with("rain", 5, 2)));
      assertThatThrownBy(() -> context.run(new GenerateAudio(), with))
          .isInstanceOf(NodeFailure.class)
          .hasMessageContaining("model package tiny-stable-audio watches no video");
    }
  }

  @Test
  void partsOfDifferentModelsAreRefused() throws Exception {
    Path model =
        StableAudioResources.copy("tiny-stable-audio", folder.resolve("tiny-stable-audio"));
    Path index = model.resolve("scheduler/scheduler_config.json");
    Files.writeString(
        index,
        Files.readString(index)
            .replace("CosineDPMSolverMultistepScheduler", "EulerDiscreteScheduler"));
    try (FolderContext context = new FolderContext(folder, folder::resolve)) {
      assertThatThrownBy(() -> context.run(new GenerateAudio(), with("rain", 5, 2)))
          .isInstanceOf(NodeFailure.class)
          .hasMessageContaining(
              "was expected to be CosineDPMSolverMultistepScheduler, found EulerDiscreteScheduler");
    }
  }

  private org.assertj.core.api.AbstractThrowableAssert<?, ?> refused(String name, double value)
      throws Exception {
    try (FolderContext context = context()) {
      SequencedMap<String, Object> with = with("rain", 5, 2);
      with.put(name, value);
      return assertThatThrownBy(() -> context.run(new GenerateAudio(), with))
          .isInstanceOf(NodeFailure.class);
    }
  }

  private void assertLikeTheLibrary(String name, SequencedMap<String, Object> with, int count)
      throws Exception {
    try (FolderContext context = context();
        Golden golden = Golden.beside(StableAudioResources.class, "pipelines")) {
      context.run(new GenerateAudio(), with);
      SequencedMap<String, ArtifactReference> outputs = context.outputs();
      Path latents = context.fetch(requireNonNull(outputs.get("latents")));
      golden.assertClose(Latents.read(latents, "latents").values(), name + ".latent", MOST);
      List<ArtifactReference> sounds =
          IntStream.range(0, count)
              .mapToObj(i -> requireNonNull(outputs.get("sounds[" + i + "]")))
              .toList();
      assertThat(outputs.get("audio")).isEqualTo(sounds.getFirst());
      golden.assertClose(sounds(context, sounds, golden.floats(name + ".pt")), name + ".pt", MOST);
    }
  }

  private static FloatTensor sounds(
      FolderContext context, List<ArtifactReference> sounds, FloatTensor like) throws Exception {
    int length = Math.toIntExact(like.shape().sizes().getLast());
    float[] all = new float[like.values().length];
    int at = 0;
    for (ArtifactReference sound : sounds) {
      try (WavFile wave = WavFile.open(context.fetch(sound))) {
        assertThat(wave.rate()).isEqualTo(800);
        assertThat(wave.samples()).isEqualTo(length);
        for (float[] channel : Samples.of(wave).values()) {
          System.arraycopy(channel, 0, all, at, length);
          at += length;
        }
      }
    }
    return FloatTensor.of(like.shape(), all);
  }

  private FolderContext context() throws Exception {
    return new FolderContext(folder, StableAudioResources::path);
  }

  private static SequencedMap<String, Object> with(String prompt, int seed, int steps) {
    SequencedMap<String, Object> with = new LinkedHashMap<>();
    with.put("model", "tiny-stable-audio");
    with.put("prompt", prompt);
    with.put("seed", seed);
    with.put("steps", steps);
    return with;
  }
}
