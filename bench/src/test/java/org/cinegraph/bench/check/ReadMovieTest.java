package org.cinegraph.bench.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cinegraph.cli.stamp.Stamp;
import org.cinegraph.nodes.video.ffmpeg.CodedGroup;
import org.cinegraph.nodes.video.ffmpeg.GroupEncoder;
import org.cinegraph.nodes.video.ffmpeg.Mp4Writer;
import org.cinegraph.nodes.video.frame.Frame;
import org.cinegraph.nodes.video.frame.FrameRate;
import org.cinegraph.nodes.video.frame.VideoFormat;
import org.cinegraph.nodes.video.sound.Resampled;
import org.cinegraph.nodes.video.sound.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadMovieTest {
  private static final VideoFormat FORMAT = new VideoFormat(64, 64, FrameRate.of(16));
  private static final int GROUP = 16;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {0, 70, 124, 191, 209, 287})
  void aCodedMovieStillShowsAndSoundsTheSame(int combination) throws Exception {
    TrueClip clip = TrueClip.render(Scene.ofCombination(combination), combination);

    Finding finding = ReadMovie.of(movie(clip)).check();

    Finding direct = CheckMovie.check(clip.frames(), TrueClip.FPS, clip.samples(), TrueClip.RATE);
    assertThat(finding.shows(clip.scene())).isTrue();
    assertThat(finding.soundsLike(clip.scene())).isTrue();
    assertThat(finding.impacts()).hasSameSizeAs(direct.impacts());
    assertThat(finding.onsets()).hasSameSizeAs(direct.onsets());
    for (int i = 0; i < finding.onsets().size(); i++) {
      assertThat(finding.onsets().get(i)).isCloseTo(direct.onsets().get(i), within(0.0101));
    }
  }

  @Test
  void aStampedMovieDecodesToTheSameFrames() throws Exception {
    Path movie = movie(TrueClip.render(Scene.ofCombination(17), 17));
    ReadMovie before = ReadMovie.of(movie);

    Stamp.append(movie, Mp4Writer.MEDIA_TYPE, "{\"graph\":\"text-to-movie\"}");

    ReadMovie after = ReadMovie.of(movie);
    assertThat(after.frames()).hasSize(32);
    for (int n = 0; n < 32; n++) {
      assertThat(after.frames().get(n).rgb()).isEqualTo(before.frames().get(n).rgb());
    }
    assertThat(after.sound().values()).isDeepEqualTo(before.sound().values());
  }

  private Path movie(TrueClip clip) throws IOException {
    List<CodedGroup> groups = new ArrayList<>();
    for (int from = 0; from < clip.frames().size(); from += GROUP) {
      try (GroupEncoder encoder = GroupEncoder.open(FORMAT, 18, GROUP)) {
        for (Frame frame : clip.frames().subList(from, from + GROUP)) {
          encoder.append(frame);
        }
        groups.add(encoder.finish());
      }
    }
    Path file = folder.resolve("movie.mp4");
    Samples sound = new Samples(TrueClip.RATE, clip.samples());
    try (Mp4Writer writer =
        Mp4Writer.create(
            file,
            FORMAT,
            groups.getFirst().header(),
            clip.frames().size(),
            Optional.of(Resampled.to(Mp4Writer.SOUND_RATE, sound)))) {
      for (CodedGroup group : groups) {
        writer.append(group);
      }
      writer.finish();
    }
    return file;
  }
}
