package org.cinegraph.nodes.diffusion.wan;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.nodes.diffusion.DecodeVideo;
import org.cinegraph.nodes.diffusion.EncodeVideo;
import org.cinegraph.nodes.diffusion.SampleLatents;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.NodeType;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.array.Shape;
import org.cinegraph.nodes.tensor.artifact.Latents;
import org.cinegraph.nodes.tensor.golden.FolderContext;
import org.cinegraph.nodes.tensor.golden.Gate;
import org.cinegraph.nodes.tensor.golden.StopAndResume;
import org.cinegraph.nodes.tensor.noise.TorchNoise;
import org.cinegraph.nodes.text.EncodeText;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Sampling stopped before every step, decoding and encoding before every latent frame; and what is
/// said of sizes and lengths that Wan does not make.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WanResumeTest {
  private static final int STEPS = 6;
  private static final int LATENT_FRAMES = 6;
  private static final int TILES = 4;

  @TempDir private static Path folder;
  private FolderContext context;
  private ArtifactReference text;
  private ArtifactReference latents;
  private ArtifactReference video;
  private final SequencedMap<String, StopAndResume> computations = new LinkedHashMap<>();

  @BeforeAll
  void computeTheWhole() throws Exception {
    context = new FolderContext(folder);
    text = context.run(new EncodeText(), WanVideos.of("prompt", "A red ball rolls."));
    SequencedMap<String, Object> sample =
        WanVideos.of("conditioning", text, "steps", STEPS, "frames", 21, "width", 48, "height", 48);
    latents = context.run(new SampleLatents(), sample);
    video = context.run(new DecodeVideo(), WanVideos.of("latents", latents));
    add("sample", SampleLatents::new, sample);
    SequencedMap<String, Object> windows = new LinkedHashMap<>(sample);
    windows.put("window", 13);
    windows.put("overlap", 8);
    add("windows", SampleLatents::new, windows);
    add("decode", DecodeVideo::new, WanVideos.of("latents", latents));
    add("tiles", DecodeVideo::new, WanVideos.of("latents", latents, "tile", 32));
    add("encode", EncodeVideo::new, WanVideos.of("video", video));
  }

  private void add(String name, Supplier<NodeType> type, SequencedMap<String, Object> with)
      throws Exception {
    computations.put(name, new StopAndResume(context, folder, type, with));
  }

  @AfterAll
  void close() throws Exception {
    context.close();
  }

  @ParameterizedTest
  @MethodSource("stops")
  @Gate(
      kind = Gate.Kind.RESUME,
      what = "sample-latents, in windows too, decode-video, in tiles too, and encode-video of Wan")
  void stoppedBeforeAnyStepItGivesTheSameBytes(String name, int step) throws Exception {
    StopAndResume computation = computation(name);

    assertThat(computation.stoppedBefore(step)).isEqualTo(computation.whole());
  }

  private StopAndResume computation(String name) {
    return requireNonNull(computations.get(name));
  }

  static Stream<Object[]> stops() {
    return Stream.of(
            stops("sample", STEPS),
            stops("windows", STEPS),
            stops("decode", LATENT_FRAMES),
            stops("tiles", LATENT_FRAMES * (TILES + 1)),
            stops("encode", LATENT_FRAMES))
        .flatMap(each -> each);
  }

  private static Stream<Object[]> stops(String name, int steps) {
    return IntStream.range(0, steps).mapToObj(step -> new Object[] {name, step});
  }

  @Test
  void stepsAndLatentFramesAreTheStepsOfTheLoops() {
    assertThat(computation("sample").steps()).isEqualTo(STEPS);
    assertThat(computation("decode").steps()).isEqualTo(LATENT_FRAMES);
    assertThat(computation("tiles").steps()).isEqualTo(LATENT_FRAMES * (TILES + 1));
    assertThat(computation("encode").steps()).isEqualTo(LATENT_FRAMES);
  }

  @Test
  void windowsMakeAnotherVideoAndAWindowOfAllTheSame() throws Exception {
    SequencedMap<String, Object> all =
        WanVideos.of("conditioning", text, "steps", STEPS, "frames", 21, "width", 48, "height", 48);
    all.put("window", 21);

    assertThat(context.run(new SampleLatents(), all)).isEqualTo(latents);
    assertThat(computation("windows").whole()).isNotEqualTo(latents);
  }

  @Test
  void theBeginningOfADecodingDoesNotDependOnItsEnd() throws Exception {
    ArtifactReference shorter =
        context.run(new EncodeVideo(), WanVideos.of("video", video, "frames", 9));
    ArtifactReference whole = context.run(new EncodeVideo(), WanVideos.of("video", video));
    FloatTensor few = latents(shorter);
    FloatTensor all = latents(whole);
    int plane = 6 * 6;

    for (int channel = 0; channel < 4; channel++) {
      for (int i = 0; i < 3 * plane; i++) {
        assertThat(few.values()[channel * 3 * plane + i])
            .isEqualTo(all.values()[channel * 6 * plane + i]);
      }
    }
  }

  private FloatTensor latents(ArtifactReference file) throws Exception {
    return Latents.read(context.fetch(file), "latents").values();
  }

  @Test
  void whatWanDoesNotMakeIsRefusedWithTheNearestThatItDoes() throws Exception {
    refused(new SampleLatents(), "frames", 10)
        .hasMessage(
            "Parameter frames: Wan's videos have 1 frame and 4 for each further latent frame, found 10. The nearest is 9.");
    refused(new SampleLatents(), "width", 50)
        .hasMessage(
            "Parameter width: the model takes multiples of 16, found 50. The nearest is 48.");
    refused(new SampleLatents(), "height", 8)
        .hasMessage(
            "Parameter height: the model takes multiples of 16, found 8. The nearest is 16.");
    refused(new SampleLatents(), "solver", "heun")
        .hasMessageContaining("Parameter solver: Wan follows a flow by one of unipc-2, unipc-3");
    refused(new SampleLatents(), "count", 2)
        .hasMessageContaining(
            "count cannot be done with model package tiny-wan, whose family is Wan");
    refused(new SampleLatents(), "window", 4)
        .hasMessageContaining("Parameter window: Wan's videos have 1 frame")
        .hasMessageContaining("found 4. The nearest is 5.");
    refused(new SampleLatents(), "overlap", 4)
        .hasMessageContaining("found no window. Give window, or leave it out.");
    refused(new SampleLatents(), "start", latents)
        .hasMessageContaining("as width, height and frames say, found 1×4×6×6×6. Leave these out");
    ArtifactReference odd =
        WanVideos.written(context, FloatTensor.of(new float[9 * 24 * 32 * 3], 9, 24, 32, 3));
    refused(new EncodeVideo(), "video", odd)
        .hasMessage(
            "Height of input video: the model takes multiples of 16, found 24. The nearest is 32.");
    ArtifactReference six =
        WanVideos.written(context, FloatTensor.of(new float[6 * 16 * 16 * 3], 6, 16, 16, 3));
    refused(new EncodeVideo(), "video", six)
        .hasMessageContaining("Input video: Wan's videos have 1 frame and 4")
        .hasMessageContaining("found 6. The nearest is 5.");
    refused(new DecodeVideo(), "tile", 24)
        .hasMessageContaining("Parameter tile was expected to be a multiple of 32 pixels");
  }

  private AbstractThrowableAssert<?, ? extends Throwable> refused(
      NodeType type, String name, Object value) {
    SequencedMap<String, Object> with = WanVideos.of();
    if (type instanceof SampleLatents) {
      with = WanVideos.of("conditioning", text, "frames", 5, "width", 32, "height", 32);
    } else if (type instanceof DecodeVideo) {
      with = WanVideos.of("latents", latents);
    }
    with.put(name, value);
    SequencedMap<String, Object> given = with;
    return assertThatThrownBy(() -> context.run(type, given)).isInstanceOf(NodeFailure.class);
  }

  @Test
  void latentsOfAnotherModelAreNotDecoded() throws Exception {
    FloatTensor other = TorchNoise.seeded(1).normal(Shape.of(1, 5, 2, 4, 4));
    Path file = folder.resolve("other.safetensors");
    new Latents(other).write(file);
    ArtifactReference stored = context.store(file, Latents.MEDIA_TYPE);

    assertThatThrownBy(() -> context.run(new DecodeVideo(), WanVideos.of("latents", stored)))
        .isInstanceOf(NodeFailure.class)
        .hasMessageContaining("expected to be 1×4×frames×rows×columns, found 1×5×2×4×4");
  }
}
