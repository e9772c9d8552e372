package org.cinegraph.nodes.video.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.cinegraph.nodes.video.TestPictures;
import org.junit.jupiter.api.Test;

class PngTest {
  @Test
  void anotherReaderFindsEveryPixel() throws IOException {
    Frame frame = TestPictures.noise(37, 11, 4);

    BufferedImage read = ImageIO.read(new ByteArrayInputStream(Png.encode(frame)));

    assertThat(read.getWidth()).isEqualTo(37);
    assertThat(read.getHeight()).isEqualTo(11);
    for (int y = 0; y < 11; y++) {
      for (int x = 0; x < 37; x++) {
        int expected = frame.at(x, y, 0) << 16 | frame.at(x, y, 1) << 8 | frame.at(x, y, 2);
        assertThat(read.getRGB(x, y) & 0xffffff).isEqualTo(expected);
      }
    }
  }
}
