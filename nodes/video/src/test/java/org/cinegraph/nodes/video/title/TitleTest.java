package org.cinegraph.nodes.video.title;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.video.FolderContext;
import org.cinegraph.nodes.video.TestPictures;
import org.cinegraph.nodes.video.chunk.ChunkReader;
import org.cinegraph.nodes.video.chunk.ChunkWriter;
import org.cinegraph.nodes.video.draw.Ascii;
import org.cinegraph.nodes.video.frame.Frame;
import org.cinegraph.nodes.video.frame.FrameRate;
import org.cinegraph.nodes.video.frame.VideoFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TitleTest {
  private static final List<String> HI =
      List.of(
          "X...X...X..",
          "X...X......",
          "X...X..XX..",
          "XXXXX...X..",
          "X...X...X..",
          "X...X...X..",
          "X...X..XXX.");

  @TempDir Path folder;
  private FolderContext context;

  @BeforeEach
  void open() throws Exception {
    context = new FolderContext(folder);
  }

  @Test
  void aCardShowsItsTextInTheMiddleOfEveryFrame() throws Exception {
    card("Hi", 32, 16, 40);

    ArtifactReference video = context.run(new TitleCard()).outputArtifact("video");

    try (ChunkReader reader = ChunkReader.open(context, video)) {
      assertThat(reader.frames()).isEqualTo(40);
      assertThat(reader.format()).isEqualTo(new VideoFormat(32, 16, FrameRate.of(16)));
      for (int n = 0; n < 40; n++) {
        Frame frame = reader.next().orElseThrow();
        assertThat(cut(Ascii.of(frame, 128), 10, 3, 11, 7)).isEqualTo(HI);
        assertThat(String.join("", Ascii.of(frame, 128)).chars().filter(c -> c == 'X')).hasSize(26);
      }
    }
  }

  @Test
  void theFramesOfACardAreCodedOnce() throws Exception {
    card("Hi", 32, 16, 16_000);

    ArtifactReference video = context.run(new TitleCard()).outputArtifact("video");

    assertThat(video.parts()).hasSize(1);
    try (ChunkReader reader = ChunkReader.open(context, video)) {
      assertThat(reader.frames()).isEqualTo(16_000);
    }
  }

  @Test
  void aCardMayTakeSizeAndRateOfAVideo() throws Exception {
    card("Hi", 32, 16, 3)
        .with("like", video(new VideoFormat(20, 40, new FrameRate(30_000, 1_001))));

    ArtifactReference video = context.run(new TitleCard()).outputArtifact("video");

    try (ChunkReader reader = ChunkReader.open(context, video)) {
      assertThat(reader.frames()).isEqualTo(3);
      assertThat(reader.format()).isEqualTo(new VideoFormat(20, 40, new FrameRate(30_000, 1_001)));
    }
  }

  @Test
  void coloursAreThoseThatWereAskedFor() throws Exception {
    card("Hi", 32, 16, 1)
        .with("ink", new Value.Text("#ff0102"))
        .with("paper", new Value.Text("blue"));

    Frame frame = first(context.run(new TitleCard()).outputArtifact("video"));

    assertThat(pixel(frame, 10, 3)).containsExactly(255, 1, 2);
    assertThat(pixel(frame, 11, 3)).containsExactly(60, 110, 245);
  }

  @Test
  void aCardThatCannotBeDrawnIsRefused() throws Exception {
    card("Hi", 32, 16, 1).with("ink", new Value.Text("pink"));
    assertThatThrownBy(() -> context.run(new TitleCard()))
        .isInstanceOf(NodeFailure.class)
        .hasMessageStartingWith("Parameter ink: expected one of red,");

    card("A long story", 32, 16, 1).with("ink", new Value.Text("white"));
    assertThatThrownBy(() -> context.run(new TitleCard()))
        .isInstanceOf(NodeFailure.class)
        .hasMessageStartingWith("Parameter text does not fit: there is room for 1 lines of 5");
  }

  @Test
  void anOverlayDarkensABandAndWritesInIt() throws Exception {
    Frame frame = overlaid("bottom");

    // 48 / 3 - 4 = 12 rows for letters of 9: a band of 13 rows from row 35 on.
    assertThat(pixel(frame, 0, 34)).containsExactly(100, 100, 100);
    assertThat(pixel(frame, 0, 35)).containsExactly(40, 40, 40);
    assertThat(pixel(frame, 31, 47)).containsExactly(40, 40, 40);
    assertThat(cut(Ascii.of(frame, 128), 10, 37, 11, 7)).isEqualTo(HI);
  }

  @Test
  void anOverlayMayBeAtTheTop() throws Exception {
    Frame frame = overlaid("top");

    assertThat(pixel(frame, 0, 0)).containsExactly(40, 40, 40);
    assertThat(pixel(frame, 0, 13)).containsExactly(100, 100, 100);
    assertThat(cut(Ascii.of(frame, 128), 10, 2, 11, 7)).isEqualTo(HI);
  }

  private Frame overlaid(String position) throws Exception {
    context
        .with("video", video(new VideoFormat(32, 48, FrameRate.of(16))))
        .with("text", new Value.Text("Hi"))
        .with("position", new Value.Text(position));
    return first(context.run(new OverlayTitle()).outputArtifact("video"));
  }

  private FolderContext card(String text, int width, int height, int frames) {
    return context
        .with("text", new Value.Text(text))
        .with("width", new Value.Int(width))
        .with("height", new Value.Int(height))
        .with("frames", new Value.Int(frames));
  }

  private ArtifactReference video(VideoFormat format) throws Exception {
    try (ChunkWriter writer = new ChunkWriter(context, format)) {
      for (int n = 0; n < 2; n++) {
        writer.append(TestPictures.flat(format.width(), format.height(), 100, 100, 100));
      }
      return writer.finish();
    }
  }

  private Frame first(ArtifactReference video) throws Exception {
    try (ChunkReader reader = ChunkReader.open(context, video)) {
      return reader.next().orElseThrow();
    }
  }

  private static List<String> cut(List<String> rows, int left, int top, int width, int height) {
    return rows.subList(top, top + height).stream()
        .map(row -> row.substring(left, left + width))
        .toList();
  }

  private static int[] pixel(Frame frame, int x, int y) {
    return new int[] {frame.at(x, y, 0), frame.at(x, y, 1), frame.at(x, y, 2)};
  }
}
