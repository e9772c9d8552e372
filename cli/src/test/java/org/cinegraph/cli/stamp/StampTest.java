package org.cinegraph.cli.stamp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.cinegraph.cli.history.StampedFile;
import org.cinegraph.graph.digest.Digest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StampTest {
  private static final String JSON =
      "{\"graph\":\"text-to-movie\",\"prompt\":\"eine blaue Kugel ü\"}";

  @TempDir Path folder;

  @Test
  void aStampedMovieKeepsItsBytesAndGainsOneBox() throws Exception {
    Path movie = movie();
    byte[] before = Files.readAllBytes(movie);

    assertThat(Stamp.append(movie, "video/mp4", JSON)).isTrue();

    byte[] after = Files.readAllBytes(movie);
    assertThat(Arrays.copyOf(after, before.length)).isEqualTo(before);
    assertThat(boxes(after)).containsExactly("ftyp", "moov", "mdat", "uuid");
    assertThat(Stamp.read(movie)).contains(JSON);
  }

  @Test
  void aStampedPictureStillShowsItsPixels() throws Exception {
    BufferedImage picture = new BufferedImage(5, 3, BufferedImage.TYPE_INT_RGB);
    picture.setRGB(4, 2, 0x123456);
    Path file = folder.resolve("a.png");
    ImageIO.write(picture, "png", file.toFile());

    assertThat(Stamp.append(file, "image/png", JSON)).isTrue();

    assertThat(ImageIO.read(file.toFile()).getRGB(4, 2) & 0xffffff).isEqualTo(0x123456);
    assertThat(Stamp.read(file)).contains(JSON);
  }

  @Test
  void theBytesWithoutTheNewestStampAreThoseBeforeIt() throws Exception {
    BufferedImage pixels = new BufferedImage(5, 3, BufferedImage.TYPE_INT_RGB);
    Path picture = folder.resolve("b.png");
    ImageIO.write(pixels, "png", picture.toFile());
    for (Path file : List.of(movie(), picture)) {
      String mediaType = file.equals(picture) ? "image/png" : "video/mp4";
      byte[] before = Files.readAllBytes(file);
      assertThat(Stamp.place(file)).isEmpty();
      Stamp.append(file, mediaType, JSON);
      Place place = Stamp.place(file).orElseThrow();
      byte[] after = Files.readAllBytes(file);

      ByteArrayOutputStream without = new ByteArrayOutputStream();
      without.write(after, 0, (int) place.start());
      without.write(after, (int) place.end(), after.length - (int) place.end());
      assertThat(without.toByteArray()).isEqualTo(before);
      assertThat(StampedFile.read(file).bare()).contains(Digest.of(before));
      assertThat(StampedFile.read(file).whole()).isEqualTo(Digest.of(after));
    }
  }

  @Test
  void theNewestStampIsRead() throws Exception {
    Path movie = movie();
    Stamp.append(movie, "video/mp4", "{\"n\":1}");
    Stamp.append(movie, "video/mp4", "{\"n\":2}");

    assertThat(Stamp.read(movie)).contains("{\"n\":2}");
  }

  @Test
  void thereMayBeNoStamp() throws Exception {
    assertThat(Stamp.read(movie())).isEmpty();
    assertThat(Stamp.read(Files.writeString(folder.resolve("a.txt"), "hello, no box"))).isEmpty();
  }

  @Test
  void otherFilesAreLeftAlone() throws Exception {
    Path sound = Files.writeString(folder.resolve("a.wav"), "RIFF");

    assertThat(Stamp.append(sound, "audio/wav", JSON)).isFalse();
    assertThat(sound).hasContent("RIFF");
  }

  @Test
  void aMovieThatIsCutShortIsRefusedAndKept() throws Exception {
    Path movie = movie();
    byte[] cut = Arrays.copyOf(Files.readAllBytes(movie), 60);
    Files.write(movie, cut);

    assertThatThrownBy(() -> Stamp.append(movie, "video/mp4", JSON))
        .isInstanceOf(IOException.class)
        .hasMessage("The MP4 to be stamped is cut short");
    assertThat(movie).hasBinaryContent(cut);
  }

  @Test
  void whatIsNoMovieIsRefused() throws Exception {
    Path text = Files.writeString(folder.resolve("a.mp4"), "this is no movie");

    assertThatThrownBy(() -> Stamp.append(text, "video/mp4", JSON))
        .hasMessage("An MP4 was to be stamped, but the file does not begin as one");
  }

  private Path movie() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    for (String type : List.of("ftyp", "moov", "mdat")) {
      out.writeInt(24);
      out.writeBytes(type);
      out.write(new byte[16]);
    }
    return Files.write(folder.resolve("movie.mp4"), bytes.toByteArray());
  }

  private static List<String> boxes(byte[] movie) {
    List<String> types = new ArrayList<>();
    ByteBuffer bytes = ByteBuffer.wrap(movie);
    for (int at = 0; at < movie.length; at += bytes.getInt(at)) {
      types.add(new String(movie, at + 4, 4, StandardCharsets.US_ASCII));
    }
    return types;
  }
}
