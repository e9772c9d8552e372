package org.cinegraph.bench.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cinegraph.bench.check.Finding;
import org.cinegraph.bench.check.ReadMovie;
import org.cinegraph.bench.check.Scene;
import org.cinegraph.bench.check.SyncScore;
import org.cinegraph.cli.run.GraphFile;
import org.cinegraph.nodes.tensor.golden.ExamplePackages;
import org.cinegraph.nodes.video.ffmpeg.ClipDecoder;
import org.cinegraph.nodes.video.ffmpeg.ColourTags;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three prompts from the graph file to MP4s, through every process that a person's run goes
/// through.
class PromptToMovieTest {
  private static final SequencedMap<String, Integer> PROMPTS = prompts();

  @TempDir static Path folder;
  private static StackFixture stack;
  private static List<Path> movies;

  @BeforeAll
  static void makeMovies() throws Exception {
    stack = new StackFixture(Files.createDirectories(folder.resolve("stack")));
    stack.startControlPlane();
    stack.startWorker();
    try (StackFixture.Connection connection = stack.connect()) {
      connection.awaitServer();
      Movies maker = new Movies(connection.client(), graph(), folder);
      List<ByteString> runs = new ArrayList<>();
      for (var prompt : PROMPTS.sequencedEntrySet()) {
        SequencedMap<String, String> inputs = new LinkedHashMap<>();
        inputs.put("prompt", prompt.getKey());
        inputs.put("seed", prompt.getValue().toString());
        runs.add(maker.submit(inputs));
      }
      movies = new ArrayList<>();
      for (ByteString run : runs) {
        movies.add(maker.deliver(run));
      }
    }
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  @Test
  void everyMovieShowsWhatItsPromptSays() throws Exception {
    int number = 0;
    for (String prompt : PROMPTS.sequencedKeySet()) {
      Finding found = ReadMovie.of(movies.get(number++)).check();
      assertThat(found.shows(scene(prompt))).as("%s: %s", prompt, found).isTrue();
    }
  }

  @Test
  void everyMovieSoundsLikeItsPrompt() throws Exception {
    int number = 0;
    for (String prompt : PROMPTS.sequencedKeySet()) {
      Finding found = ReadMovie.of(movies.get(number++)).check();
      assertThat(found.soundsLike(scene(prompt))).as("%s: %s", prompt, found).isTrue();
    }
  }

  @Test
  void aBounceIsHeardWhereItIsSeenAndOthersAreOneSound() throws Exception {
    Finding bounce = ReadMovie.of(movies.getFirst()).check();
    SyncScore sync = SyncScore.of(List.of(bounce));

    assertThat(sync.impacts()).isGreaterThanOrEqualTo(3);
    assertThat(sync.recall()).isEqualTo(1);
    assertThat(sync.precision()).isGreaterThanOrEqualTo(0.75);
    for (Path other : movies.subList(1, movies.size())) {
      assertThat(ReadMovie.of(other).check().onsets()).hasSizeLessThanOrEqualTo(1);
    }
  }

  @Test
  void everyMovieHasItsFramesItsRateAndItsColours() throws Exception {
    for (Path movie : movies) {
      ReadMovie read = ReadMovie.of(movie);
      assertThat(read.frames()).hasSize(32);
      assertThat(read.format().width()).isEqualTo(128);
      assertThat(read.format().height()).isEqualTo(128);
      assertThat(read.format().rate().perSecond()).isEqualTo(16);
      assertThat(read.sound().rate()).isEqualTo(48_000);
      assertThat(read.sound().mono()).hasSize(96_000);
      try (ClipDecoder decoder = ClipDecoder.open(movie)) {
        decoder.next();
        assertThat(decoder.tags()).isEqualTo(ColourTags.BT709);
      }
    }
  }

  @Test
  void playersAreToldTheSame() throws Exception {
    for (Path movie : movies) {
      MovieTracks tracks = MovieTracks.read(movie);
      assertThat(tracks.picture().codec()).isEqualTo("h264");
      assertThat(tracks.sound().codec()).isEqualTo("aac");
      assertThat(tracks.picture().startSeconds()).isEqualTo(0);
      assertThat(tracks.sound().startSeconds()).isEqualTo(0);
      assertThat(tracks.picture().seconds()).isCloseTo(2, within(1e-6));
      assertThat(tracks.sound().seconds()).isCloseTo(2, within(1e-6));
      assertThat(tracks.frameSeconds()).containsExactly(1 / 16.0);
      assertThat(tracks.colours()).containsExactly(1, 1, 1, 1);
    }
  }

  @Test
  void theIndexStandsInFrontSoThatAMoviePlaysWhileItLoads() throws Exception {
    for (Path movie : movies) {
      List<String> boxes = MovieTracks.boxes(movie);
      assertThat(boxes.indexOf("moov")).isPositive().isLessThan(boxes.indexOf("mdat"));
    }
  }

  private static GraphFile graph() throws IOException {
    Path models = ExamplePackages.folder("toybox").resolveSibling("");
    return GraphFile.read(models.resolveSibling("text-to-movie.yaml"));
  }

  private static Scene scene(String prompt) {
    return Scene.ofPrompt(prompt).orElseThrow();
  }

  /// Three shapes, three motions, three floors, none of them shown to the networks in training.
  private static SequencedMap<String, Integer> prompts() {
    SequencedMap<String, Integer> prompts = new LinkedHashMap<>();
    prompts.put("a red ball bounces on a green floor", 1_000);
    prompts.put("a purple box moves left on a brown floor", 1_017);
    prompts.put("on a gray floor a green cone gets bigger", 1_007);
    return prompts;
  }
}
