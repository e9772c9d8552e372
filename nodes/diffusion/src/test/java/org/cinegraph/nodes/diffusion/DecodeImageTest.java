package org.cinegraph.nodes.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import javax.imageio.ImageIO;
import org.assertj.core.api.AbstractThrowableAssert;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.nodes.diffusion.kl.KlResources;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.artifact.Latents;
import org.cinegraph.nodes.tensor.golden.ExamplePackages;
import org.cinegraph.nodes.tensor.golden.FolderContext;
import org.cinegraph.nodes.tensor.golden.Golden;
import org.cinegraph.nodes.tensor.golden.StopAndResume;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `decode-image` with a tiny autoencoder of random weights, in the layout of the real ones.
class DecodeImageTest {
  private static final int TILE = 16;

  @TempDir private Path folder;
  private FolderContext context;
  private Golden golden;

  @BeforeEach
  void open() throws Exception {
    KlResources.copy("three_levels", folder.resolve("tiny"));
    context =
        new FolderContext(
            folder,
            name -> name.equals("tiny") ? folder.resolve("tiny") : ExamplePackages.folder(name));
    golden = Golden.beside(KlResources.class, "three_levels");
  }

  @AfterEach
  void close() throws Exception {
    context.close();
    golden.close();
  }

  @Test
  void eachImageOfABatchIsThatOfTheLibraryToALevel() throws Exception {
    context.run(new DecodeImage(), with(golden.floats("latents")));

    assertThat(context.outputs().sequencedKeySet())
        .containsExactly("images[0]", "images[1]", "images[2]");
    assertThat(context.stepsRun()).isEqualTo(3);
    assertImages(golden.floats("decoded"));
  }

  @Test
  void inTilesTheyAreThoseOfTheLibraryInTiles() throws Exception {
    SequencedMap<String, Object> with = with(golden.floats("wide"));
    with.put("tile", TILE);

    context.run(new DecodeImage(), with);

    assertThat(context.stepsRun()).isEqualTo(2 * 4 * 5);
    assertImages(golden.floats("wide_decoded"));
  }

  @Test
  void stoppedBeforeAnyTileAllImagesHaveTheSameBytes() throws Exception {
    SequencedMap<String, Object> with = with(golden.floats("wide"));
    with.put("tile", TILE);
    StopAndResume computation = new StopAndResume(context, folder, DecodeImage::new, with);

    for (int step = 0; step < computation.steps(); step++) {
      assertThat(computation.outputsStoppedBefore(step))
          .as("stopped before tile " + step)
          .isEqualTo(computation.wholeOutputs());
    }
  }

  @Test
  void latentsThatTheModelDidNotMakeAreRefused() throws Exception {
    refused(FloatTensor.of(new float[8 * 6], 1, 8, 2, 3))
        .hasMessage(
            "Input latents was expected to be images×4×rows×columns, found 1×8×2×3. Decode with the"
                + " model that made them; `decode-video` takes those of videos.");
    refused(FloatTensor.of(new float[48], 1, 4, 2, 2, 3)).hasMessageContaining("found 1×4×2×2×3");
    refused(FloatTensor.of(new float[4 * 4097], 1, 4, 1, 4097))
        .hasMessageStartingWith("decode-image would make 1 images of 16388×4 pixels");
    refused(FloatTensor.of(new float[] {0, Float.NaN, 0, 0}, 1, 4, 1, 1))
        .hasMessage("Input latents was expected to be finite numbers, found NaN.");
  }

  @Test
  void aModelWithoutThisAutoencoderIsRefusedByName() throws Exception {
    SequencedMap<String, Object> with = with(golden.floats("latents"));
    with.put("model", "toybox");

    assertThatThrownBy(() -> context.run(new DecodeImage(), with))
        .isInstanceOf(NodeFailure.class)
        .hasMessage(
            "The vae of model package toybox is a ToyboxVideoAutoencoder; known here:"
                + " AutoencoderKL.");
  }

  @Test
  void aTileThatTheModelCannotDoIsRefusedWithTheNearest() throws Exception {
    SequencedMap<String, Object> with = with(golden.floats("wide"));
    with.put("tile", 40);

    assertThatThrownBy(() -> context.run(new DecodeImage(), with))
        .isInstanceOf(NodeFailure.class)
        .hasMessageEndingWith("of this model, found 40. The nearest: 32 and 48.");
  }

  private AbstractThrowableAssert<?, ?> refused(FloatTensor latents) {
    return assertThatThrownBy(() -> context.run(new DecodeImage(), with(latents)))
        .isInstanceOf(NodeFailure.class);
  }

  private SequencedMap<String, Object> with(FloatTensor latents) throws Exception {
    Path file = folder.resolve("latents.safetensors");
    new Latents(latents).write(file);
    SequencedMap<String, Object> with = new LinkedHashMap<>();
    with.put("model", "tiny");
    with.put("latents", context.store(file, Latents.MEDIA_TYPE));
    return with;
  }

  private void assertImages(FloatTensor expected) throws Exception {
    int image = 0;
    int height = Math.toIntExact(expected.shape().sizes().get(2));
    int width = Math.toIntExact(expected.shape().sizes().get(3));
    for (ArtifactReference reference : context.outputs().values()) {
      BufferedImage read = ImageIO.read(context.fetch(reference).toFile());
      assertThat(read.getWidth()).isEqualTo(width);
      assertThat(read.getHeight()).isEqualTo(height);
      for (int i = 0; i < 3 * height * width; i++) {
        int place = i % (height * width);
        int level = read.getRaster().getSample(place % width, place / width, i / (height * width));
        float value = expected.values()[3 * height * width * image + i];
        double wanted = Math.clamp((value + 1) * 127.5, 0, 255);
        assertThat((double) level).isCloseTo(wanted, within(0.51));
      }
      image++;
    }
    assertThat((long) image).isEqualTo(expected.shape().sizes().getFirst());
  }
}
