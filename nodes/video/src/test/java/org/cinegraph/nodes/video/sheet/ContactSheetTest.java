package org.cinegraph.nodes.video.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.video.FolderContext;
import org.cinegraph.nodes.video.TestPictures;
import org.cinegraph.nodes.video.chunk.ChunkReader;
import org.cinegraph.nodes.video.chunk.ChunkWriter;
import org.cinegraph.nodes.video.draw.Ascii;
import org.cinegraph.nodes.video.frame.FrameRate;
import org.cinegraph.nodes.video.frame.Png;
import org.cinegraph.nodes.video.frame.VideoFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContactSheetTest {
  @TempDir Path folder;
  private FolderContext context;

  @BeforeEach
  void open() throws Exception {
    context = new FolderContext(folder);
  }

  @Test
  void picturesStandRowByRowEachInTheMiddleOfItsPlace() throws Exception {
    context.with("images", List.of(image(20, 16, 11), image(10, 16, 22), image(20, 16, 33)));

    BufferedImage sheet = sheet();

    assertThat(List.of(sheet.getWidth(), sheet.getHeight())).containsExactly(44, 36);
    assertThat(red(sheet, 0, 0)).isEqualTo(11);
    assertThat(red(sheet, 20, 0)).isZero();
    assertThat(red(sheet, 28, 0)).isZero();
    assertThat(red(sheet, 29, 0)).isEqualTo(22);
    assertThat(red(sheet, 38, 15)).isEqualTo(22);
    assertThat(red(sheet, 0, 20)).isEqualTo(33);
  }

  @Test
  void largePicturesAreMadeToFit() throws Exception {
    context
        .with("images", List.of(image(200, 100, 11), image(30, 60, 22)))
        .with("side", new Value.Int(50))
        .with("columns", new Value.Int(2))
        .with("gap", new Value.Int(0));

    BufferedImage sheet = sheet();

    assertThat(List.of(sheet.getWidth(), sheet.getHeight())).containsExactly(100, 50);
    assertThat(red(sheet, 49, 25)).isEqualTo(11);
    assertThat(red(sheet, 49, 5)).isZero();
    assertThat(red(sheet, 75, 5)).isEqualTo(22);
  }

  @Test
  void captionsStandBelowTheirPictures() throws Exception {
    context
        .with("images", List.of(image(23, 16, 0), image(23, 16, 0)))
        .with("captions", texts("7", "And I"))
        .with("gap", new Value.Int(0));

    ArtifactReference stored = context.run(new ContactSheet()).outputArtifact("image");

    try (ChunkReader reader = ChunkReader.open(context, stored)) {
      List<String> rows = Ascii.of(reader.next().orElseThrow(), 128);
      // "And I" takes two lines in 23 pixels; both captions begin at one height.
      assertThat(rows).hasSize(16 + 3 + 20);
      assertThat(rows.get(18)).doesNotContain("X");
      assertThat(rows.get(19).substring(9, 14)).isEqualTo("XXXXX");
      assertThat(rows.get(19 + 11).substring(0, 23)).doesNotContain("X");
      assertThat(rows.get(19 + 11).substring(23)).contains("XXXXX");
    }
  }

  @Test
  void ofAVideoOneFrameIsShown() throws Exception {
    ArtifactReference video = video(20);
    context.with("videos", List.of(video));

    assertThat(red(sheet(), 8, 8)).isEqualTo(100);
    context.with("frame", new Value.Text("first"));
    assertThat(red(sheet(), 8, 8)).isZero();
    context.with("frame", new Value.Text("last"));
    assertThat(red(sheet(), 8, 8)).isEqualTo(190);
  }

  @Test
  void whatDoesNotFitTogetherIsRefused() throws Exception {
    assertThatThrownBy(this::sheet)
        .isInstanceOf(NodeFailure.class)
        .hasMessage("contact-sheet takes either images or videos, found 0 images and 0 videos.");

    context.with("images", List.of(image(20, 16, 1), image(20, 16, 1)));
    context.with("captions", texts("only one"));
    assertThatThrownBy(this::sheet)
        .isInstanceOf(NodeFailure.class)
        .hasMessage(
            "Parameter captions of contact-sheet: expected none or one for each of 2 pictures,"
                + " found 1.");

    context.with("captions", texts("a", "\u00fc"));
    assertThatThrownBy(this::sheet)
        .hasMessageStartingWith("Item 1 of captions: the letters are those of printable ASCII");
  }

  @Test
  void aSheetThatWouldBeTooLargeIsRefusedBeforeAnyPictureIsDrawn() throws Exception {
    ArtifactReference large = image(1_000, 1_000, 1);
    ArtifactReference[] many = new ArtifactReference[100];
    Arrays.fill(many, large);
    context.with("images", List.of(many)).with("side", new Value.Int(1_000));

    assertThatThrownBy(this::sheet)
        .isInstanceOf(NodeFailure.class)
        .hasMessage(
            "contact-sheet would be 10036×10036 pixels, at most 67108864 are allowed. Set side lower"
                + " than 1000 or show fewer.");
  }

  private BufferedImage sheet() throws Exception {
    ArtifactReference sheet = context.run(new ContactSheet()).outputArtifact("image");
    return ImageIO.read(context.fetch(sheet).toFile());
  }

  private ArtifactReference image(int width, int height, int grey) throws Exception {
    Path file = folder.resolve("image.png");
    Files.write(file, Png.encode(TestPictures.flat(width, height, grey, grey, grey)));
    return context.store(file, Png.MEDIA_TYPE);
  }

  private ArtifactReference video(int frames) throws Exception {
    try (ChunkWriter writer = new ChunkWriter(context, new VideoFormat(16, 16, FrameRate.of(8)))) {
      for (int n = 0; n < frames; n++) {
        writer.append(TestPictures.flat(16, 16, 10 * n, 10 * n, 10 * n));
      }
      return writer.finish();
    }
  }

  private static Value texts(String... texts) {
    return new Value.Items(Arrays.stream(texts).map(text -> (Value) new Value.Text(text)).toList());
  }

  private static int red(BufferedImage image, int x, int y) {
    return image.getRGB(x, y) >> 16 & 0xff;
  }
}
