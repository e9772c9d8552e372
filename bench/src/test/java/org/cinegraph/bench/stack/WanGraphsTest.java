package org.cinegraph.bench.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.AbstractStringAssert;
import org.cinegraph.bench.stack.CinegraphCommand.Outcome;
import org.cinegraph.bench.stack.CinegraphCommand.Running;
import org.cinegraph.nodes.video.ffmpeg.ClipDecoder;
import org.cinegraph.nodes.video.frame.Frame;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The example graphs of Wan, each run as its user would, with the tiny package, and looked at.
class WanGraphsTest {
  private static final String ALL_REMEMBERED = "(?s).*(\\d+) nodes: \\1 memo hits, 0 computed.*";

  @TempDir private static Path folder;
  private static CinegraphCommand cinegraph;
  private static Running serve;

  /// What `wan-text-to-video` makes as it stands.
  private static Made ball;

  @BeforeAll
  static void serve() throws Exception {
    cinegraph = new CinegraphCommand(folder, folder.resolve("home"));
    serve = cinegraph.start("serve");
    serve.awaitWords(serve.out(), "Cinegraph serves at ");
    ball = made("wan-text-to-video");
  }

  @AfterAll
  static void stop() throws Exception {
    serve.process().destroy();
    serve.process().waitFor();
  }

  @Test
  void aVideoHasTheFramesThatItsGraphPromisesAndIsRemembered() throws Exception {
    ball.requires(33, 96, 64);
    assertThat(ball.said()).contains("latents: step 12 of 12");
    Made again = made("wan-text-to-video");
    assertThat(again.said()).matches(ALL_REMEMBERED);
    assertThat(Files.mismatch(ball.movie(), again.movie())).isEqualTo(-1);
  }

  @Test
  void aFrameCountThatWanCannotMakeIsRefusedWithTheNearest() throws Exception {
    refuses("wan-text-to-video", "frames=30")
        .contains("Parameter frames: ", "found 30. The nearest is 29.");
    refuses("wan-video-to-video", "frames=28", "video=@" + ball.movie())
        .contains("Parameter frames: ", "found 28. The nearest is 29.");
  }

  @Test
  void aVideoMadeAnewHasTheFirstFramesOfTheOtherInItsSize() throws Exception {
    String other = "video=@" + ball.movie();
    Made anew = made("wan-video-to-video", other);
    anew.requires(29, 96, 64);
    assertThat(anew.said()).contains("latents: step 6 of 6");
    assertThat(ball.distance(anew)).isGreaterThan(1);
    assertThat(made("wan-video-to-video", other).said()).matches(ALL_REMEMBERED);
  }

  @Test
  void aVideoOfSeveralWindowsIsOneVideo() throws Exception {
    Made made = made("wan-long-video");
    made.requires(61, 64, 48);
    assertThat(made.said()).contains("latents: step 8 of 8");
    assertThat(made("wan-long-video").said()).matches(ALL_REMEMBERED);
  }

  /// What a run delivered, and what it said meanwhile.
  private record Made(Path movie, List<Frame> frames, String said) {
    void requires(int count, int width, int height) {
      assertThat(frames).hasSize(count);
      assertThat(frames)
          .allSatisfy(frame ->
              assertThat(List.of(frame.width(), frame.height())).containsExactly(width, height));
    }

    /// The mean difference of a value, in levels, over the frames that both have.
    double distance(Made other) {
      double sum = 0;
      long values = 0;
      for (int i = 0; i < Math.min(frames.size(), other.frames.size()); i++) {
        byte[] here = frames.get(i).rgb();
        byte[] there = other.frames.get(i).rgb();
        for (int at = 0; at < here.length; at++) {
          sum += Math.abs((here[at] & 255) - (there[at] & 255));
        }
        values += here.length;
      }
      return sum / values;
    }
  }

  private static Made made(String graph, String... settings) throws Exception {
    Path out = Files.createTempDirectory(folder, graph);
    Outcome outcome = run(graph, out, settings);
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    Path movie = out.resolve("movie.mp4");
    List<Frame> frames = new ArrayList<>();
    try (ClipDecoder decoder = ClipDecoder.open(movie)) {
      Optional<Frame> frame = decoder.next();
      while (frame.isPresent()) {
        frames.add(frame.get());
        frame = decoder.next();
      }
    }
    return new Made(movie, frames, outcome.err() + outcome.out());
  }

  private static AbstractStringAssert<?> refuses(String graph, String... settings)
      throws Exception {
    Outcome refused = run(graph, folder.resolve("nothing"), settings);
    assertThat(refused.exitCode()).as(refused.err()).isEqualTo(1);
    assertThat(refused.err()).doesNotContain("\tat ");
    return assertThat(refused.err());
  }

  private static Outcome run(String graph, Path out, String... settings) throws Exception {
    List<String> line = new ArrayList<>();
    line.add("run");
    line.add(CinegraphCommand.example(graph + ".yaml").toString());
    line.addAll(List.of("--out", out.toString()));
    for (String setting : settings) {
      line.addAll(List.of("--set", setting));
    }
    return cinegraph.run(line.toArray(String[]::new));
  }
}
