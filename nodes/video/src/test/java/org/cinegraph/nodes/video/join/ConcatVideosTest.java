package org.cinegraph.nodes.video.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.video.FolderContext;
import org.cinegraph.nodes.video.TestPictures;
import org.cinegraph.nodes.video.chunk.ChunkReader;
import org.cinegraph.nodes.video.chunk.ChunkWriter;
import org.cinegraph.nodes.video.frame.Frame;
import org.cinegraph.nodes.video.frame.FrameRate;
import org.cinegraph.nodes.video.frame.VideoFormat;
import org.cinegraph.nodes.video.mux.Mux;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConcatVideosTest {
  private static final VideoFormat FORMAT = new VideoFormat(32, 16, FrameRate.of(16));

  @TempDir Path folder;
  private FolderContext context;

  @BeforeEach
  void open() throws Exception {
    context = new FolderContext(folder);
  }

  @Test
  void theFramesOfAllFollowInOrder() throws Exception {
    context.with("videos", List.of(greys(0, 20), greys(100, 3), greys(50, 16)));

    ArtifactReference reel = context.run(new ConcatVideos()).outputArtifact("video");

    assertThat(greysOf(reel)).isEqualTo(numbers(0, 20, 100, 3, 50, 16));
  }

  @Test
  void storedChunksAreReferredToWithoutBeingRead() throws Exception {
    ArtifactReference one = greys(0, 20);
    ArtifactReference two = greys(100, 3);
    context.with("videos", List.of(one, two, one));
    for (ArtifactReference video : List.of(one, two)) {
      for (ArtifactReference.Part chunk : video.parts()) {
        Files.delete(context.fetch(chunk));
      }
    }

    ArtifactReference reel = context.run(new ConcatVideos()).outputArtifact("video");

    assertThat(reel.parts())
        .containsExactly(one.parts().get(0), one.parts().get(1), two.parts().get(0));
    try (ChunkReader reader = ChunkReader.open(context, reel)) {
      assertThat(reader.frames()).isEqualTo(43);
    }
  }

  @Test
  void framesOfAnOverlapAreLeftOutOfAllButTheFirst() throws Exception {
    context
        .with("videos", List.of(greys(0, 20), greys(2, 40), greys(24, 19)))
        .with("overlap", new Value.Int(18));

    ArtifactReference reel = context.run(new ConcatVideos()).outputArtifact("video");

    assertThat(greysOf(reel)).isEqualTo(numbers(0, 43));
  }

  @Test
  void aClipIsCutIntoChunks() throws Exception {
    ArtifactReference chunks = greys(0, 20);
    context.with("video", chunks);
    ArtifactReference clip = context.run(new Mux()).outputArtifact("movie");
    context.with("videos", List.of(clip, chunks));

    ArtifactReference reel = context.run(new ConcatVideos()).outputArtifact("video");

    List<Integer> greys = greysOf(reel);
    assertThat(greys).hasSize(40);
    assertThat(greys.subList(20, 40)).isEqualTo(numbers(0, 20));
    assertThat(greys.get(19)).isBetween(34, 42);
  }

  @Test
  void theVideoThatIsUnlikeTheFirstIsNamed() throws Exception {
    ArtifactReference large = video(new VideoFormat(64, 16, FrameRate.of(24)), 0, 3);
    context.with("videos", List.of(greys(0, 3), greys(0, 3), large));

    assertThatThrownBy(() -> context.run(new ConcatVideos()))
        .isInstanceOf(NodeFailure.class)
        .hasMessage(
            "Item 2 of input videos is 64×16 at 24 frames a second, expected 32×16 at 16 frames a"
                + " second like item 0. Bring all to one size and rate first.");
    assertThat(context.stepsRun()).isZero();
  }

  @Test
  void whatIsNoVideoIsNamed() throws Exception {
    Path note = Files.writeString(folder.resolve("note"), "no video");
    context.with("videos", List.of(greys(0, 3), context.store(note, "text/plain")));

    assertThatThrownBy(() -> context.run(new ConcatVideos()))
        .isInstanceOf(NodeFailure.class)
        .hasMessageStartingWith("Item 1 of input videos: A video was expected, found text/plain");
  }

  @Test
  void anEmptyListAndAnOverlapThatLeavesNothingAreRefused() throws Exception {
    context.with("videos", List.of());
    assertThatThrownBy(() -> context.run(new ConcatVideos()))
        .isInstanceOf(NodeFailure.class)
        .hasMessage("Input videos of concat-videos is an empty list, expected a video.");

    context.with("videos", List.of(greys(0, 3), greys(0, 4))).with("overlap", new Value.Int(4));
    assertThatThrownBy(() -> context.run(new ConcatVideos()))
        .isInstanceOf(NodeFailure.class)
        .hasMessage(
            "Parameter overlap leaves nothing of item 1 of input videos: expected fewer than its 4"
                + " frames, found 4.");
  }

  private ArtifactReference greys(int first, int frames) throws Exception {
    return video(FORMAT, first, frames);
  }

  /// Frame n has the grey of twice n.
  private ArtifactReference video(VideoFormat format, int first, int frames) throws Exception {
    try (ChunkWriter writer = new ChunkWriter(context, format)) {
      for (int n = first; n < first + frames; n++) {
        writer.append(TestPictures.flat(format.width(), format.height(), 2 * n, 2 * n, 2 * n));
      }
      return writer.finish();
    }
  }

  private static List<Integer> numbers(int... firstAndCount) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < firstAndCount.length; i += 2) {
      for (int n = 0; n < firstAndCount[i + 1]; n++) {
        numbers.add(2 * (firstAndCount[i] + n));
      }
    }
    return numbers;
  }

  private List<Integer> greysOf(ArtifactReference video) throws Exception {
    List<Integer> greys = new ArrayList<>();
    try (ChunkReader reader = ChunkReader.open(context, video)) {
      Optional<Frame> frame = reader.next();
      while (frame.isPresent()) {
        greys.add(frame.get().at(5, 5, 0));
        frame = reader.next();
      }
    }
    return greys;
  }
}
