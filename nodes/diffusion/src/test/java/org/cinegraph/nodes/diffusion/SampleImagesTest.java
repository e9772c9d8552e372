package org.cinegraph.nodes.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.assertj.core.api.AbstractThrowableAssert;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.diffusion.image.TinyPackages;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.artifact.Latents;
import org.cinegraph.nodes.tensor.golden.ExamplePackages;
import org.cinegraph.nodes.tensor.golden.FolderContext;
import org.cinegraph.nodes.text.EncodeText;
import org.cinegraph.nodes.video.frame.Frame;
import org.cinegraph.nodes.video.frame.Png;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `sample-latents` with packages of Stable Diffusion and SDXL: what an author may ask for.
class SampleImagesTest {
  @TempDir private Path folder;
  private FolderContext context;

  @BeforeEach
  void open() throws Exception {
    context =
        new FolderContext(
            folder,
            name ->
                name.equals("toybox")
                    ? ExamplePackages.folder(name)
                    : TinyPackages.whole(folder, name));
  }

  @AfterEach
  void close() throws Exception {
    context.close();
  }

  @Test
  void withoutASizeItIsThatOfTheTraining() throws Exception {
    FloatTensor latents = read(sample("tiny-sd", Map.of("steps", 2)));

    assertThat(latents.shape().toString()).isEqualTo("1×4×8×8");
  }

  @Test
  void eachOfSeveralSeedsBecomesWhatItIsAlone() throws Exception {
    Map<String, Object> with = Map.of("steps", 3, "solver", "dpmpp-2m-sde");
    FloatTensor three = read(sample("tiny-sd", and(with, "seed", 5, "count", 3)));

    assertThat(three.shape().toString()).isEqualTo("3×4×8×8");
    for (int i = 0; i < 3; i++) {
      float[] alone = read(sample("tiny-sd", and(with, "seed", 5 + i))).values();
      assertThat(Arrays.copyOfRange(three.values(), i * 256, (i + 1) * 256)).containsExactly(alone);
    }
  }

  @Test
  void previewsShowTheFirstOfTheImagesThatAreBeingMade() throws Exception {
    FloatTensor made =
        read(
            sample(
                "tiny-sd",
                Map.of("steps", 3, "count", 2, "width", 48, "height", 40, "solver", "euler")));

    assertThat(context.previews()).hasSize(3).doesNotHaveDuplicates();
    // Nothing of the noise is left after the last step.
    float[] first = Arrays.copyOf(made.values(), 4 * 5 * 6);
    assertThat(context.previews().getLast())
        .isEqualTo(Png.encode(LatentPreview.ofImages(false).picture(first, 5, 6)));
  }

  @Test
  void aPreviewHasTheColourOfItsLatents() {
    float[] latents = new float[4 * 2];
    latents[0] = 1;
    latents[7] = 1;
    Frame picture = LatentPreview.ofImages(false).picture(latents, 1, 2);

    assertThat(List.of(picture.width(), picture.height())).containsExactly(8, 4);
    assertThat(List.of(picture.at(0, 0, 0), picture.at(3, 3, 1), picture.at(1, 2, 2)))
        .containsExactly(172, 157, 169);
    assertThat(List.of(picture.at(4, 0, 0), picture.at(7, 3, 1), picture.at(5, 2, 2)))
        .containsExactly(100, 94, 36);
  }

  @Test
  void guidanceInNoStepIsTheConditionAlone() throws Exception {
    Map<String, Object> with = Map.of("steps", 3);

    assertThat(sample("tiny-sd", and(with, "guidance-from", 0.99)))
        .isEqualTo(sample("tiny-sd", and(with, "guidance", 1.0)))
        .isNotEqualTo(sample("tiny-sd", with));
    assertThat(sample("tiny-sd", and(with, "guidance-to", 0.5)))
        .isNotEqualTo(sample("tiny-sd", with));
  }

  @Test
  void latentsMayBeginFromEachOfSeveral() throws Exception {
    ArtifactReference two = sample("tiny-sd", Map.of("steps", 2, "count", 2));
    FloatTensor next =
        read(sample("tiny-sd", Map.of("steps", 4, "count", 2, "start", two, "denoise", 0.5)));

    assertThat(next.shape().toString()).isEqualTo("2×4×8×8");
    refused("tiny-sd", Map.of("count", 3, "start", two))
        .hasMessageContaining("latents of 1×4×8×8 or 3 of them, found 2×4×8×8");
  }

  @Test
  void whatTheSolverMakesNoUseOfIsRefused() {
    refused("tiny-sd", Map.of("solver", "heun", "zero-snr", true))
        .hasMessageContaining("Parameter zero-snr: HeunDiscreteScheduler as this package has it");
  }

  @Test
  void sizesThatCannotBeDoneAreRefusedWithTheNearest() {
    refused("tiny-sd", Map.of("width", 100, "height", 64))
        .hasMessageContaining("Parameter width: the model takes multiples of 8, found 100.")
        .hasMessageContaining("The nearest are 96 and 104.");
    refused("tiny-sd", Map.of("width", 99)).hasMessageContaining("The nearest is 96.");
    refused("tiny-sd", Map.of("width", 101)).hasMessageContaining("The nearest is 104.");
    refused("tiny-sd", Map.of("height", 3)).hasMessageContaining("The nearest is 8.");
  }

  @Test
  void whatAsksForNothingIsRefused() throws Exception {
    ArtifactReference start = sample("tiny-sd", Map.of("steps", 2));

    refused("tiny-sd", Map.of("denoise", 0.5)).hasMessageContaining("denoise: 0.5 needs latents");
    refused("tiny-sd", Map.of("from", 0.5)).hasMessageContaining("without latents at start");
    refused("tiny-sd", Map.of("start", start, "steps", 10, "denoise", 0.05))
        .hasMessageContaining("Of 10 steps none is left by denoise 0.05");
    refused("tiny-sd", Map.of("start", start, "from", 0.5, "denoise", 0.5))
        .hasMessageContaining("Parameter from says nothing together with denoise");
    refused("tiny-sd", Map.of("guidance-from", 0.5, "guidance-to", 0.5))
        .hasMessageContaining("guidance-from must be below guidance-to");
    refused("tiny-sd", Map.of("steps", 1000))
        .hasMessageContaining("Parameter steps: EulerDiscreteScheduler takes 1 to 999");
  }

  @Test
  void inputsOfAnotherSizeOrFamilyAreRefused() throws Exception {
    ArtifactReference start = sample("tiny-sd", Map.of("steps", 2));
    ArtifactReference mask =
        TinyPackages.mask(context, FloatTensor.of(new float[8 * 8], 1, 1, 8, 8));

    refused("tiny-sd", Map.of("start", start, "width", 128))
        .hasMessageContaining("latents of 1×4×8×16 or 1 of them, found 1×4×8×8");
    refused("tiny-sd", Map.of("start", start, "mask", mask)).hasMessageContaining("64×64");
    refused("tiny-sd", Map.of("mask", mask)).hasMessageContaining("Input mask says nothing");
    refused("tiny-sd", Map.of("conditioning", text("tiny-sdxl")))
        .hasMessageContaining("a conditioning of width 16, found 32");
    refused("tiny-sdxl", Map.of("original-size", new Value.Items(List.of(new Value.Int(1)))))
        .hasMessageContaining("Parameter original-size: expected two numbers, found 1");
  }

  @Test
  void modelsOfInpaintingAreShownTheImageWithoutWhatIsCovered() throws Exception {
    ArtifactReference latents = sample("tiny-sd", Map.of("steps", 2));
    ArtifactReference mask =
        TinyPackages.mask(context, FloatTensor.of(new float[64 * 64], 1, 1, 64, 64));
    ArtifactReference small = TinyPackages.mask(context, FloatTensor.of(new float[64], 1, 1, 8, 8));
    Map<String, Object> with = Map.of("steps", 2, "masked", latents, "mask", mask);

    assertThat(sample("tiny-sd-inpaint", with)).isNotEqualTo(latents);
    refused("tiny-sd-inpaint", Map.of("mask", mask))
        .hasMessageContaining("takes the inputs mask and masked, found no masked. Give a mask,");
    refused("tiny-sd-inpaint", Map.of("masked", latents)).hasMessageContaining("found no mask.");
    refused("tiny-sd-inpaint", and(with, "mask", small)).hasMessageContaining("8×8");
    refused("tiny-sd-inpaint", and(with, "width", 72))
        .hasMessageContaining("Input masked was expected to be latents of 1×4×8×9, found 1×4×8×8");
    refused("tiny-sd", with).hasMessageContaining("Input masked is for models of inpainting");
  }

  @Test
  void whatASolverHasNoUseForIsRefused() {
    refused("tiny-sd", Map.of("eta", 0.5)).hasMessageContaining("eta: EulerDiscreteScheduler");
    refused("tiny-sd", Map.of("solver", "ddim", "sigmas", "karras"))
        .hasMessageContaining("Parameter sigmas: DDIMScheduler");
    refused("tiny-sd", Map.of("shift", 3.0)).hasMessageContaining("Parameter shift: Euler");
    refused("tiny-sd", Map.of("solver", "flow-euler"))
        .hasMessageContaining("flow-euler follows a flow, which this package has not learned");
  }

  @Test
  void whatIsOfAnotherFamilyIsRefusedByName() {
    refused("tiny-sd", Map.of("frames", 32, "overlap", 8))
        .hasMessageContaining("frames, overlap cannot be done with model package tiny-sd");
    refused("toybox", Map.of("count", 2, "width", 64))
        .hasMessage(
            "width, count cannot be done with model package toybox, whose family is toybox. Leave"
                + " them out.");
    refused("toybox", Map.of("solver", "ddim")).hasMessageContaining("ddim does not follow a flow");
  }

  @Test
  void toyboxGoesOnFromLatentsAndRescalesItsGuidance() throws Exception {
    ArtifactReference start = sample("toybox", Map.of("steps", 4));

    assertThat(sample("toybox", Map.of("steps", 4, "start", start, "denoise", 0.5)))
        .isNotEqualTo(start);
    assertThat(sample("toybox", Map.of("steps", 4, "rescale", 0.7))).isNotEqualTo(start);
    assertThat(sample("toybox", Map.of("steps", 4, "guidance-to", 0.5))).isNotEqualTo(start);
    refused("toybox", Map.of("steps", 4, "start", start, "denoise", 0.1))
        .hasMessageContaining("Of 4 steps none is left by denoise 0.1");
  }

  private AbstractThrowableAssert<?, ?> refused(String model, Map<String, Object> given) {
    return assertThatThrownBy(() -> sample(model, given)).isInstanceOf(NodeFailure.class);
  }

  private ArtifactReference sample(String model, Map<String, Object> given) throws Exception {
    SequencedMap<String, Object> with = new LinkedHashMap<>();
    with.put("model", model);
    with.put("conditioning", text(model));
    with.putAll(given);
    return context.run(new SampleLatents(), with);
  }

  private ArtifactReference text(String model) throws Exception {
    SequencedMap<String, Object> with = new LinkedHashMap<>();
    with.put("model", model);
    with.put("prompt", "a red ball bounces on a green floor");
    return context.run(new EncodeText(), with);
  }

  private FloatTensor read(ArtifactReference latents) throws Exception {
    return Latents.read(context.fetch(latents), "latents").values();
  }

  private static Map<String, Object> and(Map<String, Object> given, Object... more) {
    SequencedMap<String, Object> both = new LinkedHashMap<>(given);
    for (int i = 0; i < more.length; i += 2) {
      both.put((String) more[i], more[i + 1]);
    }
    return both;
  }
}
