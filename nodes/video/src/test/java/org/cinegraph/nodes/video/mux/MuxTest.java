package org.cinegraph.nodes.video.mux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.video.FolderContext;
import org.cinegraph.nodes.video.TestPictures;
import org.cinegraph.nodes.video.chunk.ChunkReader;
import org.cinegraph.nodes.video.chunk.ChunkWriter;
import org.cinegraph.nodes.video.ffmpeg.ClipDecoder;
import org.cinegraph.nodes.video.ffmpeg.ColourTags;
import org.cinegraph.nodes.video.ffmpeg.SoundDecoder;
import org.cinegraph.nodes.video.frame.Frame;
import org.cinegraph.nodes.video.frame.FrameRate;
import org.cinegraph.nodes.video.frame.VideoFormat;
import org.cinegraph.nodes.video.sound.WavWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MuxTest {
  private static final FrameRate FILM = FrameRate.of(24);
  private static final FrameRate NTSC = new FrameRate(30_000, 1_001);

  @TempDir Path folder;

  @Test
  void theMovieHasTheFramesTheRateAndTheColours() throws Exception {
    Path movie = mux(format(64, 48, NTSC), 40, n -> TestPictures.flat(64, 48, 225, 45, 5 * n), 0);

    List<Frame> frames = frames(movie);
    assertThat(frames).hasSize(40);
    for (int n = 0; n < 40; n++) {
      assertThat(frames.get(n).at(31, 20, 0)).isCloseTo(225, within(4));
      assertThat(frames.get(n).at(31, 20, 1)).isCloseTo(45, within(4));
      assertThat(frames.get(n).at(31, 20, 2)).isCloseTo(5 * n, within(6));
    }
    try (ClipDecoder decoder = ClipDecoder.open(movie)) {
      assertThat(decoder.format()).isEqualTo(format(64, 48, NTSC));
      decoder.next();
      assertThat(decoder.tags()).isEqualTo(ColourTags.BT709);
    }
  }

  @ParameterizedTest
  @CsvSource({"24,1,48,96000", "30000,1001,31,49650", "16,1,32,96000", "25,1,1,1920"})
  void bothTracksLastAsLongAsTheFrames(int numerator, int denominator, int frames, long samples)
      throws Exception {
    FrameRate rate = new FrameRate(numerator, denominator);
    Path movie = mux(format(32, 32, rate), frames, n -> TestPictures.moving(32, 32, n), 16_000);

    MovieBoxes boxes = MovieBoxes.read(movie);
    assertThat(boxes.seconds("vide")).isEqualTo(rate.seconds(frames));
    assertThat(boxes.seconds("soun")).isEqualTo(samples / 48_000.0);
    assertThat(boxes.editStart("soun")).isEqualTo(1_024);
    assertThat(sound(movie)).hasSize((int) samples);
  }

  @Test
  void aFlashAndAClickStayTogether() throws Exception {
    int flash = 24;
    Path movie =
        mux(
            format(64, 64, FILM),
            48,
            n -> TestPictures.flat(64, 64, n == flash ? 255 : 0, n == flash ? 255 : 0, 0),
            16_000);

    List<Frame> frames = frames(movie);
    float[] sound = sound(movie);
    int brightest = 0;
    for (int n = 0; n < frames.size(); n++) {
      brightest = frames.get(n).at(9, 9, 0) > frames.get(brightest).at(9, 9, 0) ? n : brightest;
    }
    int loudest = 0;
    for (int i = 0; i < sound.length; i++) {
      loudest = Math.abs(sound[i]) > Math.abs(sound[loudest]) ? i : loudest;
    }
    assertThat(brightest).isEqualTo(flash);
    assertThat(Math.abs(loudest - 48_000)).isLessThanOrEqualTo(1);
  }

  @Test
  void theSameInputsGiveTheSameBytes() throws Exception {
    Path once = mux(format(64, 48, FILM), 20, n -> TestPictures.moving(64, 48, n), 44_100);
    Path again = mux(format(64, 48, FILM), 20, n -> TestPictures.moving(64, 48, n), 44_100);

    assertThat(again).hasSameBinaryContentAs(once);
  }

  @Test
  void theIndexStandsInFrontAndNamesNobody() throws Exception {
    Path movie = mux(format(64, 48, FILM), 20, n -> TestPictures.moving(64, 48, n), 44_100);

    assertThat(MovieBoxes.read(movie).topLevel().subList(0, 2)).containsExactly("ftyp", "moov");
    String text = new String(Files.readAllBytes(movie), StandardCharsets.ISO_8859_1);
    assertThat(text).doesNotContain("Lavf").doesNotContain("Lavc");
    assertThat(MovieBoxes.read(movie).created()).isZero();
    assertThat(MovieBoxes.read(movie).colours()).containsExactly(1, 1, 1);
  }

  @Test
  void everyGroupBeginsWithAKeyFrame() throws Exception {
    Path movie = mux(format(64, 48, FILM), 33, n -> TestPictures.moving(64, 48, n), 0);

    assertThat(MovieBoxes.read(movie).keyFrames()).contains(1, 17, 33);
  }

  @Test
  void chunksOfOneFrameCanBeJoined() throws Exception {
    FolderContext context = new FolderContext(folder);
    ArtifactReference video;
    try (ChunkWriter writer = new ChunkWriter(context, format(64, 48, FILM))) {
      for (int n = 0; n < 5; n++) {
        writer.append(TestPictures.flat(64, 48, 40 * n, 40 * n, 40 * n));
        writer.closeChunk();
      }
      video = writer.finish();
    }
    context.with("video", video).with("quantizer", new Value.Int(18));

    new Mux().run(context);

    List<Frame> frames = frames(context.fetch(context.outputArtifact("movie")));
    assertThat(frames).hasSize(5);
    assertThat(frames.get(4).at(0, 0, 0)).isCloseTo(160, within(3));
  }

  @Test
  void aMovieCanBeTheInputOfTheNext() throws Exception {
    Path movie = mux(format(64, 48, NTSC), 40, n -> TestPictures.moving(64, 48, n), 44_100);
    FolderContext context = new FolderContext(folder);
    ArtifactReference clip = context.store(movie, "video/mp4");

    try (ChunkReader reader = ChunkReader.open(context, clip)) {
      assertThat(reader.frames()).isEqualTo(40);
      assertThat(reader.framesOf(2)).isEqualTo(8);
      List<Frame> frames = frames(movie);
      reader.seek(2);
      assertThat(reader.next().orElseThrow().rgb()).isEqualTo(frames.get(32).rgb());
      reader.seek(1);
      assertThat(reader.next().orElseThrow().rgb()).isEqualTo(frames.get(16).rgb());
    }
    context.with("video", clip).with("audio", clip).with("quantizer", new Value.Int(18));
    new Mux().run(context);
    assertThat(frames(context.fetch(context.outputArtifact("movie")))).hasSize(40);
  }

  @Test
  void anOddSizeIsRefusedInWords() {
    assertThatThrownBy(
            () -> mux(format(63, 48, FILM), 2, n -> TestPictures.flat(63, 48, 0, 0, 0), 0))
        .isInstanceOf(NodeFailure.class)
        .hasMessage(
            "Input video of mux must have an even width and height of at least 16, found 63x48");
  }

  private static VideoFormat format(int width, int height, FrameRate rate) {
    return new VideoFormat(width, height, rate);
  }

  /// @param soundRate 0 for a silent movie, else a sound with a click at one second
  private Path mux(VideoFormat format, int count, IntFunction<Frame> frames, int soundRate)
      throws NodeFailure, IOException, InterruptedException {
    FolderContext context = new FolderContext(Files.createTempDirectory(folder, "mux"));
    try (ChunkWriter writer = new ChunkWriter(context, format)) {
      for (int n = 0; n < count; n++) {
        writer.append(frames.apply(n));
      }
      context.with("video", writer.finish());
    }
    if (soundRate > 0) {
      float[] click = new float[2 * soundRate];
      click[soundRate] = 0.9f;
      Path wav = folder.resolve("click.wav");
      WavWriter.write(wav, soundRate, click);
      context.with("audio", context.store(wav, "audio/wav"));
    }
    context.with("quantizer", new Value.Int(18));
    new Mux().run(context);
    return context.fetch(context.outputArtifact("movie"));
  }

  private static List<Frame> frames(Path movie) throws IOException {
    List<Frame> frames = new ArrayList<>();
    try (ClipDecoder decoder = ClipDecoder.open(movie)) {
      Optional<Frame> frame = decoder.next();
      while (frame.isPresent()) {
        frames.add(frame.get());
        frame = decoder.next();
      }
    }
    return frames;
  }

  private static float[] sound(Path movie) throws IOException {
    float[] all = new float[0];
    try (SoundDecoder decoder = SoundDecoder.open(movie)) {
      Optional<float[][]> block = decoder.next();
      while (block.isPresent()) {
        int before = all.length;
        all = Arrays.copyOf(all, before + block.get()[0].length);
        System.arraycopy(block.get()[0], 0, all, before, block.get()[0].length);
        block = decoder.next();
      }
    }
    return all;
  }
}
