package org.cinegraph.nodes.video.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.video.FolderContext;
import org.cinegraph.nodes.video.TestPictures;
import org.cinegraph.nodes.video.frame.Frame;
import org.cinegraph.nodes.video.frame.FrameRate;
import org.cinegraph.nodes.video.frame.VideoFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunkRoundTripTest {
  private static final FrameRate FILM = new FrameRate(24_000, 1_001);

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"64,64", "63,37", "1,1", "2,3", "17,2", "640,360", "129,65"})
  void everyPixelComesBack(int width, int height) throws Exception {
    FolderContext context = new FolderContext(folder);
    List<Frame> frames =
        List.of(
            TestPictures.noise(width, height, 1),
            TestPictures.flat(width, height, 255, 0, 128),
            TestPictures.moving(width, height, 2));

    ArtifactReference video = write(context, new VideoFormat(width, height, FILM), frames);

    try (ChunkReader reader = ChunkReader.open(context, video)) {
      assertThat(reader.format()).isEqualTo(new VideoFormat(width, height, FILM));
      for (Frame frame : frames) {
        assertThat(reader.next().orElseThrow().rgb()).isEqualTo(frame.rgb());
      }
      assertThat(reader.next()).isEmpty();
    }
  }

  @Test
  void aChunkClosesAfterSixteenFrames() throws Exception {
    FolderContext context = new FolderContext(folder);
    ArtifactReference video = write(context, format(20, 10), moving(20, 10, 35));

    try (ChunkReader reader = ChunkReader.open(context, video)) {
      assertThat(reader.frames()).isEqualTo(35);
      assertThat(reader.chunks()).isEqualTo(3);
      assertThat(IntStream.range(0, 3).map(reader::framesOf)).containsExactly(16, 16, 3);
    }
    assertThat(video.parts()).hasSize(3);
    assertThat(video.mediaType()).isEqualTo("application/vnd.cinegraph.video+json");
  }

  @Test
  void equalFramesGiveEqualBytes() throws Exception {
    ArtifactReference once =
        write(new FolderContext(folder.resolve("a")), format(33, 21), moving(33, 21, 20));
    ArtifactReference again =
        write(new FolderContext(folder.resolve("b")), format(33, 21), moving(33, 21, 20));

    assertThat(again).isEqualTo(once);
  }

  @Test
  void aWriterGoesOnFromTheChunksOfAnother() throws Exception {
    FolderContext context = new FolderContext(folder);
    List<Frame> frames = moving(20, 10, 40);
    ArtifactReference whole = write(context, format(20, 10), frames);

    ChunkList state;
    try (ChunkWriter first = new ChunkWriter(context, format(20, 10))) {
      for (Frame frame : frames.subList(0, 20)) {
        first.append(frame);
      }
      state = first.written();
    }
    try (ChunkWriter second = new ChunkWriter(context, state)) {
      for (Frame frame : frames.subList(16, 40)) {
        second.append(frame);
      }
      assertThat(second.finish()).isEqualTo(whole);
    }
  }

  @Test
  void aReaderGoesToAnyChunk() throws Exception {
    FolderContext context = new FolderContext(folder);
    List<Frame> frames = moving(20, 10, 40);
    ArtifactReference video = write(context, format(20, 10), frames);

    try (ChunkReader reader = ChunkReader.open(context, video)) {
      for (int chunk : new int[] {2, 0, 1}) {
        reader.seek(chunk);
        assertThat(reader.next().orElseThrow().rgb()).isEqualTo(frames.get(16 * chunk).rgb());
      }
      assertThat(reader.next().orElseThrow().rgb()).isEqualTo(frames.get(17).rgb());
    }
  }

  @Test
  void aMappedVideoIsTheSameThroughAnyNumberOfCheckpoints() throws Exception {
    FolderContext context = new FolderContext(folder);
    ArtifactReference video = write(context, format(20, 10), moving(20, 10, 40));

    try (ChunkReader reader = ChunkReader.open(context, video)) {
      ArtifactReference copy = MapFrames.run(context, reader, reader.format(), frame -> frame);
      assertThat(copy).isEqualTo(video);
    }
    assertThat(context.stepsRun()).isEqualTo(3);
  }

  @Test
  void aFrameOfAnotherSizeIsRefused() throws Exception {
    try (ChunkWriter writer = new ChunkWriter(new FolderContext(folder), format(20, 10))) {
      assertThatThrownBy(() -> writer.append(TestPictures.flat(21, 10, 0, 0, 0)))
          .hasMessage("A frame of 21x10 does not belong to a video of 20x10");
    }
  }

  @Test
  void aManifestThatCountsWrongIsRefused() throws Exception {
    FolderContext context = new FolderContext(folder);
    ArtifactReference video = write(context, format(20, 10), moving(20, 10, 5));
    Path altered = folder.resolve("altered");
    String text = Files.readString(context.fetch(video));
    Files.writeString(altered, text.replace("\"frames\":5,\"width\"", "\"frames\":6,\"width\""));
    ArtifactReference reference = context.store(altered, VideoManifest.MEDIA_TYPE);

    assertThatThrownBy(() -> ChunkReader.open(context, reference))
        .isInstanceOf(NodeFailure.class)
        .hasMessageEndingWith("its chunks have 5 frames, it says 6");
  }

  @Test
  void whatIsNoClipIsRefusedByItsMediaType() throws Exception {
    FolderContext context = new FolderContext(folder);
    Path text = Files.writeString(folder.resolve("text"), "not a clip at all");
    ArtifactReference reference = context.store(text, "video/mp4");

    assertThatThrownBy(() -> ChunkReader.open(context, reference))
        .isInstanceOf(NodeFailure.class)
        .hasMessageStartingWith("A video was expected, found video/mp4")
        .hasMessageNotContaining(folder.toString());
  }

  private static VideoFormat format(int width, int height) {
    return new VideoFormat(width, height, FILM);
  }

  private static List<Frame> moving(int width, int height, int count) {
    return IntStream.range(0, count)
        .mapToObj(number -> TestPictures.moving(width, height, number))
        .toList();
  }

  private static ArtifactReference write(
      FolderContext context, VideoFormat format, List<Frame> frames)
      throws IOException, InterruptedException {
    try (ChunkWriter writer = new ChunkWriter(context, format)) {
      for (Frame frame : frames) {
        writer.append(frame);
      }
      return writer.finish();
    }
  }
}
