package org.cinegraph.bench.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.cinegraph.bench.check.ReadMovie;
import org.cinegraph.bench.stack.CinegraphCommand.Outcome;
import org.cinegraph.bench.stack.CinegraphCommand.Running;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.plan.MemoKey;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.video.frame.Frame;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The example graphs, each run as its user would, and looked at: what its text promises is to be
/// seen or heard in what it makes.
class ExampleGraphsTest {
  private static final int FRAMES_OF_A_SHOT = 32;

  @TempDir private static Path folder;
  private static CinegraphCommand cinegraph;
  private static Running serve;

  @BeforeAll
  static void serve() throws Exception {
    cinegraph = new CinegraphCommand(folder, folder.resolve("home"));
    serve = cinegraph.start("serve");
    serve.awaitWords(serve.out(), "Cinegraph serves at ");
  }

  @AfterAll
  static void stop() throws Exception {
    serve.process().destroy();
    serve.process().waitFor();
  }

  @Test
  void aReelHasTheFramesOfItsShotsTheirTitlesAndTheirSound() throws Exception {
    Path out = run("reel");
    ReadMovie reel = ReadMovie.of(out.resolve("movie.mp4"));
    assertThat(reel.frames()).hasSize(2 * FRAMES_OF_A_SHOT);
    assertThat(whitePixels(reel.frames().get(10))).isGreaterThan(100);
    assertThat(whitePixels(reel.frames().get(10)))
        .isNotEqualTo(whitePixels(reel.frames().get(FRAMES_OF_A_SHOT + 10)));
    assertThat(seconds(reel)).isBetween(3.9, 4.1);
    assertThat(Files.readString(out.resolve("failures.json")).strip()).isEqualTo("[]");
  }

  @Test
  void aReelOfATableHasAShotForEachOfItsRows() throws Exception {
    Path table = folder.resolve("shots.csv");
    Files.writeString(
        table,
        """
        title,prompt,seed
        A,a red ball bounces on a green floor,2
        B,a blue box rolls left on a gray floor,3
        C,a green cone grows on a brown floor,4
        """);
    Path out = run("reel", "--set", "shots=@" + table);
    assertThat(ReadMovie.of(out.resolve("movie.mp4")).frames()).hasSize(3 * FRAMES_OF_A_SHOT);
  }

  @Test
  void variationsStandOnOneSheetOneForEachSeed() throws Exception {
    Path out = run("seed-variations");
    assertThat(items(out.resolve("seeds.json"))).hasSize(6).doesNotHaveDuplicates();
    BufferedImage sheet = ImageIO.read(out.resolve("sheet.png").toFile());
    int yellow = 0;
    for (int y = 0; y < sheet.getHeight(); y++) {
      for (int x = 0; x < sheet.getWidth(); x++) {
        int rgb = sheet.getRGB(x, y);
        boolean isYellow = (rgb >> 16 & 255) > 180 && (rgb >> 8 & 255) > 140 && (rgb & 255) < 110;
        yellow += isYellow ? 1 : 0;
      }
    }
    assertThat(yellow).as("six yellow cones").isGreaterThan(6 * 50);
  }

  @Test
  void aStudyPlotsANumberForEachSetting() throws Exception {
    Path out = run("parameter-study");
    assertThat(items(out.resolve("motion.json"))).hasSize(5);
    BufferedImage plot = ImageIO.read(out.resolve("plot.png").toFile());
    TreeSet<Integer> columns = new TreeSet<>();
    for (int y = 40; y < plot.getHeight() - 40; y++) {
      for (int x = 60; x < plot.getWidth(); x++) {
        int rgb = plot.getRGB(x, y);
        if ((rgb & 255) > (rgb >> 16 & 255) + 60) {
          columns.add(x);
        }
      }
    }
    assertThat(columns.last() - columns.first())
        .as("the line spans the settings")
        .isGreaterThan(300);
  }

  @Test
  void aSecondTakeIsMadeWhereTheFirstIsTooQuietAndNotElsewhere() throws Exception {
    Path again = run("second-take", "--set", "wanted=50");
    assertThat(Files.readString(again.resolve("taken.json")).strip()).isEqualTo("true");
    Path kept = run("second-take", "--set", "wanted=0");
    assertThat(Files.readString(kept.resolve("taken.json")).strip()).isEqualTo("false");
    assertThat(ReadMovie.of(again.resolve("movie.mp4")).sound().mono())
        .isNotEqualTo(ReadMovie.of(kept.resolve("movie.mp4")).sound().mono());
  }

  @Test
  void aLongVideoIsAsLongAsItsPartsLessWhatTheyShare() throws Exception {
    Path out = run("long-video");
    ReadMovie movie = ReadMovie.of(out.resolve("movie.mp4"));
    assertThat(movie.frames()).hasSize(3 * FRAMES_OF_A_SHOT - 2 * 8);
    assertThat(seconds(movie)).isBetween(4.9, 5.1);
  }

  @Test
  void aVideoThatExistsGetsItsSound() throws Exception {
    Path shot = run("text-to-movie");
    Path out = run("sound-for-video", "--set", "clip=@" + shot.resolve("movie.mp4"));
    assertThat(Integer.parseInt(Files.readString(out.resolve("loud.json")).strip()))
        .isGreaterThanOrEqualTo(3);
    assertThat(seconds(ReadMovie.of(out.resolve("movie.mp4")))).isBetween(1.9, 2.1);
  }

  @Test
  void aMovieWhoseSoundIsMadeByWordsIsAsLoudAsWanted() throws Exception {
    double usual = loudness("movie-with-stable-audio");
    assertThat(loudness("movie-with-stable-audio", "--set", "target=-20") / usual)
        .isBetween(0.48, 0.52);
    assertThat(loudness("wan-movie-with-sound")).isBetween(0.3 * usual, 3 * usual);
  }

  /// Of the sound in a movie, as the root of the mean square.
  private static double loudness(String graph, String... more) throws Exception {
    double squares = 0;
    float[] sound = ReadMovie.of(run(graph, more).resolve("movie.mp4")).sound().mono();
    for (float sample : sound) {
      squares += sample * sample;
    }
    return Math.sqrt(squares / sound.length);
  }

  @Test
  void aThingIsInTheHalfThatABoxSays() throws Exception {
    double half = 32;
    Path left = run("toybox-refocus");
    assertThat(centre(left)).isLessThan(half);
    assertThat(Files.readString(left.resolve("attention.json"))).contains("\"descents\":");
    assertThat(ImageIO.read(left.resolve("map.png").toFile()).getHeight()).isEqualTo(64);
    Path right = run("toybox-refocus", "--set", "box=[0.5, 0, 1, 1]");
    assertThat(centre(right)).isGreaterThan(half);
  }

  private static double centre(Path out) throws Exception {
    return ReadMovie.of(out.resolve("movie.mp4")).centre().orElseThrow();
  }

  @Test
  void aStoryboardWaitsForAPersonAndIsRenderedWithWhatTheyChanged() throws Exception {
    Path out = Files.createTempDirectory(folder, "storyboard");
    Running run =
        cinegraph.start(
            "run", CinegraphCommand.example("storyboard.yaml").toString(), "--out", out.toString());
    run.awaitWords(run.err(), "Is this the story that we want to render?");
    String id = Files.readString(run.err()).split("Run ", 2)[1].split(" ", 2)[0];
    Path look = folder.resolve("look");
    assertThat(
            cinegraph.run("approvals", "show", id, "judged", "--out", look.toString()).exitCode())
        .isZero();
    BufferedImage drafts = ImageIO.read(look.resolve("sheet.png").toFile());
    assertThat(drafts.getHeight()).isGreaterThan(2 * drafts.getWidth());
    Outcome accepted = cinegraph.run("approve", id, "judged", "--edit", "steps=6");
    assertThat(accepted.exitCode()).as(accepted.err()).isZero();

    Outcome ended = run.outcome();
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ReadMovie.of(out.resolve("movie.mp4")).frames()).hasSize(3 * FRAMES_OF_A_SHOT);
    Outcome explained = cinegraph.run("explain", id, "shot[0]/latents");
    Digest six = MemoKey.valueDigest(new PortValue.Inline(new Value.Int(6)));
    assertThat(explained.out()).as(explained.err()).containsPattern("input steps +" + six.brief());
  }

  @Test
  void everyGraphOfTheFolderPassesItsCheck() throws Exception {
    List<String> graphs;
    try (Stream<Path> files = Files.list(CinegraphCommand.example(""))) {
      graphs = files.map(Path::toString).filter(file -> file.endsWith(".yaml")).sorted().toList();
    }
    assertThat(graphs).hasSizeGreaterThanOrEqualTo(14);
    for (String graph : graphs) {
      Outcome checked = cinegraph.run("graphs", "check", graph);
      assertThat(checked.exitCode()).as(graph + ": " + checked.out() + checked.err()).isZero();
    }
  }

  private static double seconds(ReadMovie movie) {
    return (double) movie.sound().samples() / movie.sound().rate();
  }

  private static int whitePixels(Frame frame) {
    int white = 0;
    for (int y = 0; y < frame.height(); y++) {
      for (int x = 0; x < frame.width(); x++) {
        boolean isWhite = true;
        for (int channel = 0; channel < Frame.CHANNELS; channel++) {
          isWhite &= frame.at(x, y, channel) > 200;
        }
        white += isWhite ? 1 : 0;
      }
    }
    return white;
  }

  private static Path run(String graph, String... more) throws Exception {
    Path out = Files.createTempDirectory(folder, graph);
    List<String> line =
        new ArrayList<>(
            List.of(
                "run",
                CinegraphCommand.example(graph + ".yaml").toString(),
                "--out",
                out.toString()));
    line.addAll(List.of(more));
    Outcome outcome = cinegraph.run(line.toArray(String[]::new));
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    return out;
  }

  private static List<Value> items(Path json) throws IOException {
    return CanonicalJson.parse(Files.readString(json).strip())
            instanceof Value.Items(List<Value> items)
        ? items
        : List.of();
  }
}
