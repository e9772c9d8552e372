package org.cinegraph.bench.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.cinegraph.bench.stack.CinegraphCommand.Outcome;
import org.cinegraph.bench.stack.CinegraphCommand.Running;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The example graphs of Stable Diffusion, SDXL and CosmicMan, each run as its user would, with the
/// tiny packages, and looked at.
class ImageGraphsTest {
  private static final String ALL_REMEMBERED = "(?s).*(\\d+) nodes: \\1 memo hits, 0 computed.*";

  @TempDir private static Path folder;
  private static CinegraphCommand cinegraph;
  private static Running serve;

  /// What `sdxl-text-to-image` makes as it stands.
  private static Made storm;

  /// Folders somewhere on the disk are registered as the texts of the graphs say.
  @BeforeAll
  static void registerAndServe() throws Exception {
    cinegraph = new CinegraphCommand(folder, folder.resolve("home"));
    add("tiny-sdxl", "stable-diffusion-xl-base-1.0", "sdxl");
    add("tiny-cosmicman", "CosmicMan-SDXL", "cosmicman");
    serve = cinegraph.start("serve");
    serve.awaitWords(serve.out(), "Cinegraph serves at ");
    storm = run("sdxl-text-to-image");
  }

  private static void add(String tiny, String asReleased, String name) throws Exception {
    Path disk = Files.createDirectories(folder.resolve("disk")).resolve(asReleased);
    Folders.copy(CinegraphCommand.example("models/" + tiny), disk);
    Outcome added = cinegraph.run("models", "add", disk.toString(), "--name", name);
    assertThat(added.exitCode()).as(added.err()).isZero();
  }

  @AfterAll
  static void stop() throws Exception {
    serve.process().destroy();
    serve.process().waitFor();
  }

  @Test
  void aSecondPassIsLargerAndLaidOutAsTheFirst() throws Exception {
    BufferedImage layout = storm.picture("layout.png");
    BufferedImage image = storm.picture("image.png");
    assertThat(List.of(layout.getWidth(), layout.getHeight())).containsExactly(64, 64);
    assertThat(List.of(image.getWidth(), image.getHeight())).containsExactly(96, 96);

    BufferedImage other = run("sdxl-text-to-image", "--set", "seed=2").picture("image.png");
    double asItself = likeness(layout, image);
    assertThat(asItself).isGreaterThan(0.5).isGreaterThan(likeness(layout, other) + 0.2);
  }

  @Test
  void aPictureChangesWithThePromptAndWithTheNegativePrompt() throws Exception {
    for (String other : List.of("prompt=a ship", "negative=")) {
      Made changed = run("sdxl-text-to-image", "--set", other);
      assertThat(distance(storm.picture("image.png"), changed.picture("image.png")))
          .as(other)
          .isGreaterThan(1);
    }
  }

  @Test
  void in16BitsAPictureIsNearlyTheSameAndNotTakenFor32() throws Exception {
    String model = "model={\"base\": \"sdxl\", \"dtype\": \"bf16\"}";
    Made narrow = run("sdxl-text-to-image", "--set", model);
    assertThat(narrow.said()).contains("0 memo hits");
    assertThat(distance(storm.picture("image.png"), narrow.picture("image.png")))
        .isBetween(0.1, 20.0);
    assertThat(run("sdxl-text-to-image", "--set", model).said()).matches(ALL_REMEMBERED);
  }

  @Test
  void decodedInTilesAPictureIsNearlyTheSame() throws Exception {
    Made tiled = run("sdxl-text-to-image", "--set", "tile=64");
    assertThat(tiled.said()).contains("picture: step 4 of 4");
    assertThat(distance(storm.picture("image.png"), tiled.picture("image.png")))
        .isBetween(0.1, 20.0);
  }

  @Test
  void aPortraitIsMadeByTheOtherDenoiserKeptToItsRegionsAndRefinedByThePlainOne() throws Exception {
    Made made = portrait();
    BufferedImage first = made.picture("first.png");
    BufferedImage focused = made.picture("focused.png");
    assertThat(focused.getWidth()).isEqualTo(64);
    double refined = distance(focused, made.picture("image.png"));
    assertThat(refined).isGreaterThan(0.5);
    assertThat(distance(first, focused)).as("regions matter").isGreaterThan(0.5);
    BufferedImage plain = portrait("--set", "unet=tiny-sdxl").picture("first.png");
    assertThat(distance(first, plain)).isGreaterThan(refined);
    assertThat(Files.readString(made.out().resolve("attention.json")))
        .contains("\"groups\":[\"shot\",\"person\",\"hair\",\"top\",\"coat\"]")
        .contains("\"hola\":");
    assertThat(made.picture("maps.png").getWidth()).isGreaterThan(100);

    Made registered = portrait("--set", "base=sdxl", "--set", "unet=cosmicman");
    assertThat(registered.said()).as("the same weights").matches(ALL_REMEMBERED);
  }

  private static Made portrait(String... more) throws Exception {
    Path parse = CinegraphCommand.example("../docs/frames/parse.png");
    List<String> line = new ArrayList<>(List.of("--set", "parse=@" + parse));
    line.addAll(List.of(more));
    return run("cosmicman-portrait", line.toArray(String[]::new));
  }

  @Test
  void whatIsNotMaskedIsTheOriginalToTheLastLevel() throws Exception {
    Path cones = CinegraphCommand.example("../docs/frames/cone.png");
    Made made =
        run(
            "sd15-image-to-image",
            "--set",
            "picture=@" + cones,
            "--set",
            "width=512",
            "--set",
            "height=64");
    BufferedImage before = made.picture("before.png");
    BufferedImage image = made.picture("image.png");
    BufferedImage mask = made.picture("mask.png");
    assertThat(List.of(image.getWidth(), image.getHeight())).containsExactly(512, 64);
    int outside = 0;
    int inside = 0;
    int anew = 0;
    for (int y = 0; y < 64; y++) {
      for (int x = 0; x < 512; x++) {
        int level = mask.getRaster().getSample(x, y, 0);
        int difference = difference(before.getRGB(x, y), image.getRGB(x, y));
        if (level == 0) {
          outside++;
          assertThat(difference).as("at %d, %d", x, y).isZero();
        }
        inside += level == 255 ? 1 : 0;
        anew += level == 255 && difference > 30 ? 1 : 0;
      }
    }
    assertThat(outside).isGreaterThan(10_000);
    assertThat(inside).as("eight cones and what is around them").isGreaterThan(2_000);
    assertThat(anew).isGreaterThan(inside / 2);
  }

  @Test
  void aStudyShowsThePictureOfEachSeedAboveItsNumber() throws Exception {
    Made made = run("seed-study");
    BufferedImage sheet = made.picture("sheet.png");
    assertThat(List.of(sheet.getWidth(), sheet.getHeight() / 2)).containsExactly(3 * 68 - 4, 78);
    for (int i = 0; i < 6; i++) {
      int left = i % 3 * 68;
      int top = i / 3 * ((sheet.getHeight() + 4) / 2);
      BufferedImage cell = sheet.getSubimage(left, top, 64, 64);
      assertThat(distance(cell, made.item(i))).as("cell " + i).isZero();
      assertThat(white(sheet.getSubimage(left, top + 64, 64, 12))).as("number " + i).isPositive();
      assertThat(distance(made.item(i), made.item((i + 1) % 6))).isGreaterThan(10);
    }

    Made fewer = run("seed-study", "--set", "seeds=[3, 1, 7]");
    assertThat(fewer.said()).contains("8 nodes: 5 memo hits, 3 computed");
    assertThat(distance(fewer.item(0), made.item(2))).isZero();
    assertThat(distance(fewer.item(1), made.item(0))).isZero();
  }

  /// What a run delivered, and what it said meanwhile.
  private record Made(Path out, String said) {
    BufferedImage picture(String name) throws IOException {
      return ImageIO.read(out.resolve(name).toFile());
    }

    BufferedImage item(int index) throws IOException {
      return picture("images-%04d.png".formatted(index + 1));
    }
  }

  private static Made run(String graph, String... more) throws Exception {
    Path out = Files.createTempDirectory(folder, graph);
    List<String> line = new ArrayList<>();
    line.add("run");
    line.add(CinegraphCommand.example(graph + ".yaml").toString());
    line.addAll(List.of("--out", out.toString()));
    line.addAll(List.of(more));
    Outcome outcome = cinegraph.run(line.toArray(String[]::new));
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    return new Made(out, outcome.err() + outcome.out());
  }

  /// The largest difference of a channel.
  private static int difference(int one, int other) {
    int most = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      most = Math.max(most, Math.abs((one >> shift & 255) - (other >> shift & 255)));
    }
    return most;
  }

  /// The mean difference of a pixel, in levels.
  private static double distance(BufferedImage one, BufferedImage other) {
    double sum = 0;
    for (int y = 0; y < one.getHeight(); y++) {
      for (int x = 0; x < one.getWidth(); x++) {
        sum += difference(one.getRGB(x, y), other.getRGB(x, y));
      }
    }
    return sum / one.getWidth() / one.getHeight();
  }

  private static int white(BufferedImage image) {
    int white = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        white += difference(image.getRGB(x, y), 0xffffff) < 50 ? 1 : 0;
      }
    }
    return white;
  }

  /// The correlation of two pictures, looked at from so far that each is 8×8 coloured squares.
  private static double likeness(BufferedImage one, BufferedImage other) {
    double[] a = squares(one);
    double[] b = squares(other);
    double product = 0;
    double sizes = 0;
    double sizesOther = 0;
    for (int i = 0; i < a.length; i++) {
      product += a[i] * b[i];
      sizes += a[i] * a[i];
      sizesOther += b[i] * b[i];
    }
    return product / Math.sqrt(sizes * sizesOther);
  }

  private static double[] squares(BufferedImage image) {
    double[] sums = new double[8 * 8 * 3];
    double mean = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int square = 8 * (8 * y / image.getHeight()) + 8 * x / image.getWidth();
        for (int channel = 0; channel < 3; channel++) {
          int level = image.getRGB(x, y) >> 8 * channel & 255;
          sums[3 * square + channel] += level;
          mean += (double) level / sums.length;
        }
      }
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] -= mean;
    }
    return sums;
  }
}
