package org.cinegraph.nodes.video.still;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.cinegraph.nodes.video.FolderContext;
import org.cinegraph.nodes.video.TestPictures;
import org.cinegraph.nodes.video.frame.Png;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelMapTest {
  @TempDir Path folder;
  private FolderContext context;

  @BeforeEach
  void open() throws Exception {
    context = new FolderContext(folder);
  }

  @Test
  void greyLevelsAreLabels() throws Exception {
    LabelMap map = read(Png.encodeGrey(2, 2, new byte[] {0, 4, 11, 17}));

    assertThat(map.labels()).containsExactly(0, 4, 11, 17);
    assertThat(map.width()).isEqualTo(2);
  }

  /// As SCHP writes its maps.
  @Test
  void placesInAPaletteAreLabelsWhateverTheirColours() throws Exception {
    byte[] colours = {0, 85, (byte) 255, 7};
    IndexColorModel palette = new IndexColorModel(8, 4, colours, colours, colours);
    BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_INDEXED, palette);
    image.getRaster().setSample(1, 0, 0, 3);
    image.getRaster().setSample(2, 0, 0, 2);
    Path file = folder.resolve("palette.png");
    assertThat(ImageIO.write(image, "png", file.toFile())).isTrue();

    assertThat(read(Files.readAllBytes(file)).labels()).containsExactly(0, 3, 2);
  }

  @Test
  void colouredPicturesAreNoLabels() {
    assertThatThrownBy(() -> read(Png.encode(TestPictures.noise(3, 2, 1))))
        .hasMessageContaining(
            "Input parse was expected to be a PNG of grey levels or of a palette");
  }

  private LabelMap read(byte[] png) throws Exception {
    Path file = Files.write(folder.resolve("map"), png);
    return LabelMap.read(context.with("parse", context.store(file, Png.MEDIA_TYPE)), "parse");
  }
}
