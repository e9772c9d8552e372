package org.cinegraph.nodes.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Random;
import java.util.SequencedMap;
import javax.imageio.ImageIO;
import org.cinegraph.nodes.diffusion.image.TinyPackages;
import org.cinegraph.nodes.diffusion.kl.AutoencoderKL;
import org.cinegraph.nodes.diffusion.kl.EncodedImage;
import org.cinegraph.nodes.diffusion.kl.KlResources;
import org.cinegraph.nodes.diffusion.solver.StepNoise;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.artifact.Latents;
import org.cinegraph.nodes.tensor.golden.FolderContext;
import org.cinegraph.nodes.tensor.golden.Golden;
import org.cinegraph.nodes.tensor.golden.StopAndResume;
import org.cinegraph.nodes.tensor.model.ModelPackage;
import org.cinegraph.nodes.video.frame.Frame;
import org.cinegraph.nodes.video.frame.Png;
import org.cinegraph.nodes.video.tensor.FrameTensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `encode-image` with a tiny autoencoder of random weights, whose numbers are held against the
/// library's in its own test.
class EncodeImageTest {
  private static final int SCALE = 4;

  @TempDir private Path folder;
  private FolderContext context;

  @BeforeEach
  void open() throws Exception {
    KlResources.copy("three_levels", folder.resolve("tiny"));
    context = new FolderContext(folder, folder::resolve);
  }

  @AfterEach
  void close() throws Exception {
    context.close();
  }

  @Test
  void withoutASeedTheMeanIsTakenAndWithOneTheLatentsAreDrawn() throws Exception {
    Frame picture = picture(28, 20);
    try (AutoencoderKL autoencoder =
        AutoencoderKL.load(ModelPackage.open("tiny", folder.resolve("tiny")).part("vae")).model()) {
      EncodedImage encoded = autoencoder.encode(FrameTensor.of(picture));
      float[] noise = StepNoise.seeded(7, "encode", encoded.mean().shape()).at(0);
      FloatTensor drawn = encoded.sample(FloatTensor.of(encoded.mean().shape(), noise));

      FloatTensor mean = latents(with(picture));
      SequencedMap<String, Object> seeded = with(picture);
      seeded.put("seed", 7);

      assertThat(mean.shape().sizes()).containsExactly(1L, 4L, 20L / SCALE, 28L / SCALE);
      assertThat(mean.values()).isEqualTo(autoencoder.normalised(encoded.mean()).values());
      assertThat(latents(seeded).values()).isEqualTo(autoencoder.normalised(drawn).values());
      seeded.put("seed", 8);
      assertThat(Golden.relativeError(latents(seeded).values(), drawn.values())).isGreaterThan(0.1);
    }
  }

  @Test
  void stoppedBeforeAnyTileTheLatentsHaveTheSameBytes() throws Exception {
    SequencedMap<String, Object> with = with(picture(52, 40));
    with.put("tile", 16);
    StopAndResume computation = new StopAndResume(context, folder, EncodeImage::new, with);

    assertThat(computation.steps()).isEqualTo(4 * 5);
    for (int step = 0; step < computation.steps(); step++) {
      assertThat(computation.stoppedBefore(step))
          .as("stopped before tile " + step)
          .isEqualTo(computation.whole());
    }
  }

  @Test
  void whatWasEncodedCanBeDecoded() throws Exception {
    SequencedMap<String, Object> with = new LinkedHashMap<>();
    with.put("model", "tiny");
    with.put("latents", context.run(new EncodeImage(), with(picture(28, 20))));

    try (InputStream in =
        Files.newInputStream(context.fetch(context.run(new DecodeImage(), with)))) {
      assertThat(ImageIO.read(in).getWidth()).isEqualTo(28);
    }
  }

  @Test
  void whatAMaskCoversIsMiddleGrey() throws Exception {
    Frame picture = picture(28, 20);
    float[] values = FrameTensor.of(picture).values().clone();
    float[] levels = new float[20 * 28];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = i % 28 < 9 ? 0.6f : 0.4f;
      for (int c = 0; c < 3 && levels[i] > 0.5f; c++) {
        values[c * levels.length + i] = 0;
      }
    }
    SequencedMap<String, Object> with = with(picture);
    with.put("mask", TinyPackages.mask(context, FloatTensor.of(levels, 1, 1, 20, 28)));
    try (AutoencoderKL autoencoder =
        AutoencoderKL.load(ModelPackage.open("tiny", folder.resolve("tiny")).part("vae")).model()) {
      EncodedImage expected = autoencoder.encode(FloatTensor.of(values, 1, 3, 20, 28));

      assertThat(latents(with).values())
          .isEqualTo(autoencoder.normalised(expected.mean()).values())
          .isNotEqualTo(latents(with(picture)).values());
    }
    with.put("mask", TinyPackages.mask(context, FloatTensor.of(levels, 1, 1, 28, 20)));
    assertThatThrownBy(() -> latents(with))
        .isInstanceOf(NodeFailure.class)
        .hasMessageContaining("20×28");
  }

  @Test
  void aSizeThatTheModelCannotDoIsRefusedWithTheNearest() throws Exception {
    assertThatThrownBy(() -> latents(with(picture(30, 20))))
        .isInstanceOf(NodeFailure.class)
        .hasMessage(
            "Input image was expected to have sides that are multiples of 4 pixels for this model,"
                + " found 30×20. The nearest: 28×20 and 32×20; `resize` makes it so.");
    assertThatThrownBy(() -> latents(with(picture(3, 9))))
        .hasMessageContaining("found 3×9. The nearest: 4×8 and 4×12");
  }

  private FloatTensor latents(SequencedMap<String, Object> with) throws Exception {
    return Latents.read(context.fetch(context.run(new EncodeImage(), with)), "latents").values();
  }

  private SequencedMap<String, Object> with(Frame picture) throws Exception {
    Path file = Files.write(folder.resolve("picture.png"), Png.encode(picture));
    SequencedMap<String, Object> with = new LinkedHashMap<>();
    with.put("model", "tiny");
    with.put("image", context.store(file, Png.MEDIA_TYPE));
    return with;
  }

  private static Frame picture(int width, int height) {
    Frame frame = Frame.blank(width, height);
    new Random(3).nextBytes(frame.rgb());
    return frame;
  }
}
