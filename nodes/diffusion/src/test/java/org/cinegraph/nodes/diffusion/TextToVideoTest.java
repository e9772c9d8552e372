package org.cinegraph.nodes.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import javax.imageio.ImageIO;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.artifact.Latents;
import org.cinegraph.nodes.tensor.golden.FolderContext;
import org.cinegraph.nodes.tensor.golden.Gate;
import org.cinegraph.nodes.tensor.golden.Golden;
import org.cinegraph.nodes.text.EncodeText;
import org.cinegraph.nodes.video.chunk.ChunkReader;
import org.cinegraph.nodes.video.frame.Frame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// From a prompt to frames through the node types alone, held to the clips of the training recipe.
class TextToVideoTest {
  @TempDir private Path folder;
  private FolderContext context;

  @BeforeEach
  void open() throws Exception {
    context = new FolderContext(folder);
  }

  @AfterEach
  void close() throws Exception {
    context.close();
  }

  @ParameterizedTest
  @CsvSource({
    "1000, a red ball bounces on a green floor",
    "2000, a red ball bounces on a brown floor",
  })
  @Gate(kind = Gate.Kind.PIPELINE, what = "latents of the recipe of toybox", most = 1e-3)
  void aPromptAndASeedGiveTheVideoOfTheRecipe(int seed, String prompt) throws Exception {
    ArtifactReference latents = sample(encode(prompt), seed, 32);
    ArtifactReference video = decode(latents);

    try (Golden golden = Golden.beside(TextToVideoTest.class, "clip_" + seed)) {
      golden.assertClose(Latents.read(context.fetch(latents), "latents").values(), "latents", 1e-3);
      assertThat(meanDifference(video, golden.longs("video").values())).isLessThan(1);
    }
  }

  @Test
  void theSameInputsGiveTheSameBytesAndAnotherSeedDoesNot() throws Exception {
    ArtifactReference text = encode("a white cone grows on a blue floor");

    assertThat(sample(text, 4, 32))
        .isEqualTo(sample(text, 4, 32))
        .isNotEqualTo(sample(text, 5, 32));
  }

  @Test
  void previewsShowTheColoursOfTheVideoThatIsBeingMade() throws Exception {
    sample(encode("a white ball grows on a brown floor"), 4, 32);

    assertThat(context.previews()).hasSize(6);
    BufferedImage last = ImageIO.read(new ByteArrayInputStream(context.previews().getLast()));
    assertThat(last.getWidth()).isEqualTo(128);
    assertThat(last.getHeight()).isEqualTo(64);
    Color floor = new Color(last.getRGB(2, 30));
    Color wall = new Color(last.getRGB(2, 2));
    assertThat(floor.getRed()).isGreaterThan(floor.getBlue() + 20);
    assertThat(floor.getRed()).isGreaterThan(wall.getRed() + 20);
  }

  @Test
  void framesThatTheModelCannotMakeAreRefused() throws Exception {
    ArtifactReference text = encode("a white cone grows on a blue floor");

    assertThatThrownBy(() -> sample(text, 4, 48))
        .isInstanceOf(NodeFailure.class)
        .hasMessage(
            "Parameter frames: model package toybox makes videos of 32 frames, found 48. Set frames"
                + " to 32.");
  }

  @Test
  void anInputThatIsNoConditioningIsRefused() throws Exception {
    ArtifactReference latents = sample(encode("a box grows"), 4, 32);

    assertThatThrownBy(() -> sample(latents, 4, 32))
        .isInstanceOf(NodeFailure.class)
        .hasMessageContaining("Input conditioning was expected to be a conditioning");
  }

  @Test
  void anInputThatIsNoLatentsIsRefused() throws Exception {
    Path file = Files.writeString(folder.resolve("note.txt"), "no latents at all");
    ArtifactReference note = context.store(file, "text/plain");

    assertThatThrownBy(() -> decode(note))
        .isInstanceOf(NodeFailure.class)
        .hasMessageContaining("Input latents was expected to be latents");
  }

  private ArtifactReference encode(String prompt) throws Exception {
    SequencedMap<String, Object> with = toybox();
    with.put("prompt", prompt);
    return context.run(new EncodeText(), with);
  }

  private ArtifactReference sample(ArtifactReference text, int seed, int frames) throws Exception {
    SequencedMap<String, Object> with = toybox();
    with.put("conditioning", text);
    with.put("seed", seed);
    with.put("frames", frames);
    return context.run(new SampleLatents(), with);
  }

  private ArtifactReference decode(ArtifactReference latents) throws Exception {
    SequencedMap<String, Object> with = toybox();
    with.put("latents", latents);
    return context.run(new DecodeVideo(), with);
  }

  private static SequencedMap<String, Object> toybox() {
    SequencedMap<String, Object> with = new LinkedHashMap<>();
    with.put("model", "toybox");
    return with;
  }

  /// In levels of 256, over all frames, pixels and channels.
  private double meanDifference(ArtifactReference video, long[] expected) throws Exception {
    try (ChunkReader reader = ChunkReader.open(context, video)) {
      assertThat(reader.frames()).isEqualTo(32);
      assertThat(reader.format().rate().perSecond()).isEqualTo(16);
      long sum = 0;
      for (int i = 0; i < expected.length; ) {
        Frame frame = reader.next().orElseThrow();
        for (byte value : frame.rgb()) {
          sum += Math.abs((value & 0xff) - expected[i++]);
        }
      }
      return (double) sum / expected.length;
    }
  }
}
