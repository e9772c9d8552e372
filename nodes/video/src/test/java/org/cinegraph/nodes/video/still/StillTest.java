package org.cinegraph.nodes.video.still;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.assertj.core.api.AbstractThrowableAssert;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.video.FolderContext;
import org.cinegraph.nodes.video.TestPictures;
import org.cinegraph.nodes.video.frame.Frame;
import org.cinegraph.nodes.video.frame.Png;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StillTest {
  private static final int BEHIND_HEADER = 33;

  @TempDir Path folder;
  private FolderContext context;

  @BeforeEach
  void open() throws Exception {
    context = new FolderContext(folder);
  }

  @Test
  void thePixelsOfAPngAreThoseOfTheFile() throws Exception {
    Frame noise = TestPictures.noise(13, 7, 1);

    assertThat(read("image/png", Png.encode(noise)).colours().rgb()).isEqualTo(noise.rgb());
  }

  @Test
  void greyStaysAsBrightAsItIs() throws Exception {
    byte[] levels = {0, 1, 64, (byte) 128, (byte) 200, (byte) 255};

    Frame grey = read("image/png", Png.encodeGrey(6, 1, levels)).colours();

    for (int x = 0; x < levels.length; x++) {
      for (int c = 0; c < Frame.CHANNELS; c++) {
        assertThat(grey.at(x, 0, c)).isEqualTo(levels[x] & 0xff);
      }
    }
  }

  @Test
  void aPaletteIsLookedUp() throws Exception {
    byte[] red = {10, 20};
    byte[] green = {30, 40};
    byte[] blue = {50, (byte) 250};
    IndexColorModel palette = new IndexColorModel(1, 2, red, green, blue);
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY, palette);
    image.getRaster().setSample(1, 0, 0, 1);

    Frame frame = read("image/png", written(image, "png")).colours();

    assertThat(frame.rgb()).containsExactly(10, 30, 50, 20, 40, 250);
  }

  @Test
  void aJpegIsReadToo() throws Exception {
    BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 256; i++) {
      image.setRGB(i % 16, i / 16, 0xc83c14);
    }

    Frame frame = read("image/jpeg", written(image, "jpeg")).colours();

    assertThat(frame.at(8, 8, 0)).isBetween(197, 203);
    assertThat(frame.at(8, 8, 1)).isBetween(57, 63);
    assertThat(frame.at(8, 8, 2)).isBetween(17, 23);
  }

  /// Where the file's first pixel and the last one of its first row are to stand, by the words of
  /// Exif: left or right, top or bottom.
  @ParameterizedTest
  @CsvSource({
    "1, LT, RT",
    "2, RT, LT",
    "3, RB, LB",
    "4, LB, RB",
    "5, LT, LB",
    "6, RT, RB",
    "7, RB, RT",
    "8, LB, LT"
  })
  void aJpegStandsAsItWasTaken(int orientation, String first, String last) throws Exception {
    BufferedImage image = new BufferedImage(32, 16, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 64; i++) {
      image.setRGB(i % 8, i / 8, 0xff0000);
      image.setRGB(24 + i % 8, i / 8, 0x0000ff);
    }
    byte[] plain = written(image, "jpeg");

    for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
      Frame frame = read("image/jpeg", noted(plain, orientation, order)).colours();

      assertThat(frame.width()).isEqualTo(orientation < 5 ? 32 : 16);
      assertThat(at(frame, first, 0)).isGreaterThan(200);
      assertThat(at(frame, last, 2)).isGreaterThan(200);
    }
  }

  private static int at(Frame frame, String corner, int channel) {
    int x = corner.charAt(0) == 'L' ? 2 : frame.width() - 3;
    int y = corner.charAt(1) == 'T' ? 2 : frame.height() - 3;
    return frame.at(x, y, channel);
  }

  @Test
  void aNoteThatCannotBeUnderstoodIsPassedOver() throws Exception {
    BufferedImage image = new BufferedImage(32, 16, BufferedImage.TYPE_INT_RGB);
    byte[] noted = noted(written(image, "jpeg"), 6, ByteOrder.BIG_ENDIAN);
    for (int place = 14; place < 2 + 36; place++) {
      byte[] damaged = noted.clone();
      damaged[place] = (byte) 0xee;
      // With another tag, a wrong count of entries leads beyond the end.
      damaged[22] = 0;
      assertThat(read("image/jpeg", damaged).colours().rgb()).hasSize(32 * 16 * Frame.CHANNELS);
    }
  }

  /// A JPEG with a segment of Exif as its first.
  private static byte[] noted(byte[] jpeg, int orientation, ByteOrder order) {
    ByteBuffer bytes = ByteBuffer.allocate(jpeg.length + 36);
    bytes.put(jpeg, 0, 2).putShort((short) 0xffe1).putShort((short) 34);
    bytes.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
    bytes.put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(StandardCharsets.US_ASCII));
    bytes.order(order).putShort((short) 42).putInt(8).putShort((short) 1);
    bytes.putShort((short) 274).putShort((short) 3).putInt(1);
    bytes.putShort((short) orientation).putShort((short) 0).putInt(0);
    return bytes.put(jpeg, 2, jpeg.length - 2).array();
  }

  @Test
  void transparencyIsReadAndRefusedWhereItHasNoPlace() throws Exception {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0xff102030);
    image.setRGB(1, 0, 0x80405060);
    byte[] file = written(image, "png");

    assertThat(read("image/png", file).alpha()).containsExactly(255, 128);
    assertThatThrownBy(() -> Still.readOpaque(context, "image"))
        .isInstanceOf(NodeFailure.class)
        .hasMessage(
            "Input image was expected to be an opaque picture, found transparent pixels. Lay it"
                + " over a background first; `mask-from-image` takes its alpha.");
    image.setRGB(1, 0, 0xff405060);
    read("image/png", written(image, "png"));
    assertThat(Still.readOpaque(context, "image").at(1, 0, 2)).isEqualTo(0x60);
  }

  @Test
  void whatIsNoPngOrJpegOfEightBitsIsRefusedByWhatItIs() throws Exception {
    byte[] picture = Png.encode(TestPictures.noise(4, 4, 1));
    refused("image/gif", picture).hasMessageContaining("found image/gif. Convert it");
    BufferedImage deep = new BufferedImage(4, 4, BufferedImage.TYPE_USHORT_GRAY);
    refused("image/png", written(deep, "png"))
        .hasMessage(
            "Input image was expected to be a PNG or JPEG of 8 bits a channel, found 16 bits a"
                + " channel. Convert it to 8.");
    refused("image/png", inserted(picture, "acTL", new byte[8]))
        .hasMessageContaining("found one that moves. Give one of its pictures.");
    refused("image/jpeg", cmyk()).hasMessageContaining("four channels, as printers");
  }

  @Test
  void aFileThatPromisesTooManyPixelsIsRefusedBeforeTheyAreMade() throws Exception {
    byte[] bomb = Png.encode(TestPictures.noise(4, 4, 1));
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(header);
    out.writeInt(16_000);
    out.writeInt(16_000);
    System.arraycopy(header.toByteArray(), 0, bomb, 16, 8);

    refused("image/png", bomb)
        .hasMessageContaining("found 16000×16000 pixels; at most 67108864 and 16384 a side");
  }

  @Test
  void aFileCutShortIsRefusedUnlessAllPixelsAreThere() throws Exception {
    Frame noise = TestPictures.noise(24, 24, 2);
    BufferedImage image =
        ImageIO.read(Files.write(folder.resolve("a.png"), Png.encode(noise)).toFile());
    for (String format : new String[] {"png", "jpeg"}) {
      byte[] whole = written(image, format);
      for (int length = 0; length < whole.length - 12; length += 7) {
        try {
          Still read = read("image/" + format, Arrays.copyOf(whole, length));
          assertThat(format).as(length + " bytes").isEqualTo("png");
          assertThat(read.colours().rgb()).as(length + " bytes").isEqualTo(noise.rgb());
        } catch (NodeFailure e) {
          assertThat(e).hasMessageStartingWith("Input image was expected to be a PNG or JPEG");
        }
      }
      refused("image/" + format, Arrays.copyOf(whole, whole.length / 2))
          .hasMessageStartingWith("Input image was expected to be a PNG or JPEG");
    }
  }

  @Test
  void damageNeverEndsInAnythingButARefusal() throws Exception {
    Random random = new Random(5);
    BufferedImage image =
        ImageIO.read(
            Files.write(folder.resolve("a.png"), Png.encode(TestPictures.noise(16, 16, 2)))
                .toFile());
    for (String format : new String[] {"png", "jpeg"}) {
      byte[] whole = written(image, format);
      for (int i = 0; i < 300; i++) {
        byte[] damaged = whole.clone();
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
        try {
          read("image/" + format, damaged);
        } catch (NodeFailure e) {
          assertThat(e).hasMessageStartingWith("Input image was expected to be a PNG or JPEG");
        }
      }
    }
  }

  private AbstractThrowableAssert<?, ?> refused(String mediaType, byte[] file) {
    return assertThatThrownBy(() -> read(mediaType, file)).isInstanceOf(NodeFailure.class);
  }

  private Still read(String mediaType, byte[] bytes) throws Exception {
    Path file = Files.write(folder.resolve("picture"), bytes);
    return Still.read(context.with("image", context.store(file, mediaType)), "image");
  }

  private static byte[] written(BufferedImage image, String format) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, bytes)).isTrue();
    return bytes.toByteArray();
  }

  /// A JPEG of four channels: the sign of a picture for printing.
  private static byte[] cmyk() throws Exception {
    BufferedImage rgb = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
    byte[] three = written(rgb, "jpeg");
    String text = new String(three, StandardCharsets.ISO_8859_1);
    int frame = text.indexOf("\u00ff\u00c0");
    int scan = text.indexOf("\u00ff\u00da");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(three, 0, frame + 2);
    bytes.write(new byte[] {0, 20, 8, 0, 8, 0, 8, 4});
    for (int component = 1; component <= 4; component++) {
      bytes.write(new byte[] {(byte) component, 0x11, 0});
    }
    int behindFrame = frame + 2 + 17;
    bytes.write(three, behindFrame, scan - behindFrame);
    bytes.write(new byte[] {(byte) 0xff, (byte) 0xda, 0, 14, 4});
    for (int component = 1; component <= 4; component++) {
      bytes.write(new byte[] {(byte) component, 0});
    }
    bytes.write(new byte[] {0, 63, 0});
    bytes.write(three, scan + 14, three.length - scan - 14);
    return bytes.toByteArray();
  }

  /// A PNG with one more chunk behind its header.
  private static byte[] inserted(byte[] png, String type, byte[] content) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(png, 0, BEHIND_HEADER);
    out.writeInt(content.length);
    out.writeBytes(type);
    out.write(content);
    CRC32 check = new CRC32();
    check.update(type.getBytes(StandardCharsets.US_ASCII));
    check.update(content);
    out.writeInt((int) check.getValue());
    out.write(png, BEHIND_HEADER, png.length - BEHIND_HEADER);
    return bytes.toByteArray();
  }
}
