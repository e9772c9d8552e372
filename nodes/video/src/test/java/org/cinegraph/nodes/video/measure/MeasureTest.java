package org.cinegraph.nodes.video.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.video.FolderContext;
import org.cinegraph.nodes.video.TestPictures;
import org.cinegraph.nodes.video.chunk.ChunkReader;
import org.cinegraph.nodes.video.chunk.ChunkWriter;
import org.cinegraph.nodes.video.frame.Frame;
import org.cinegraph.nodes.video.frame.FrameRate;
import org.cinegraph.nodes.video.frame.Png;
import org.cinegraph.nodes.video.frame.VideoFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasureTest {
  @TempDir Path folder;
  private FolderContext context;

  @BeforeEach
  void open() throws Exception {
    context = new FolderContext(folder);
  }

  @Test
  void motionIsTheMeanDifferenceOfNeighbours() throws Exception {
    context.with("video", greys(10, 10, 16, 10));

    context.run(new MeasureMotion());

    assertThat(context.outputValue("mean")).isEqualTo(new Value.Float(4));
    assertThat(context.outputValue("most")).isEqualTo(new Value.Int(2));
  }

  @Test
  void theJumpFromChunkToChunkCounts() throws Exception {
    int[] greys = new int[40];
    for (int n = 16; n < 40; n++) {
      greys[n] = 78;
    }
    context.with("video", greys(greys));

    context.run(new MeasureMotion());

    assertThat(context.outputValue("mean")).isEqualTo(new Value.Float(2));
    assertThat(context.outputValue("most")).isEqualTo(new Value.Int(16));
  }

  @Test
  void aLoopThatGoesOnElsewhereReadsTheFrameBeforeAgain() throws Exception {
    int[] greys = new int[40];
    for (int n = 0; n < 40; n++) {
      greys[n] = n * n % 251;
    }
    ArtifactReference video = greys(greys);
    List<SumMotion.Motion> through = new ArrayList<>();
    try (ChunkReader reader = ChunkReader.open(context, video)) {
      SumMotion sums = new SumMotion(reader);
      through.add(sums.start());
      for (int step = 0; step < sums.steps(); step++) {
        through.add(sums.step(step, through.getLast()));
      }
    }

    for (int step = 0; step < 3; step++) {
      try (ChunkReader reader = ChunkReader.open(context, video)) {
        assertThat(new SumMotion(reader).step(step, through.get(step)))
            .isEqualTo(through.get(step + 1));
      }
    }
  }

  @Test
  void aSingleFrameDoesNotMove() throws Exception {
    context.with("video", greys(77));

    context.run(new MeasureMotion());

    assertThat(context.outputValue("mean")).isEqualTo(new Value.Float(0));
    assertThat(context.outputValue("most")).isEqualTo(new Value.Int(0));
  }

  @Test
  void theColourIsTheMeanOfAllFrames() throws Exception {
    context.with("video", greys(100, 120, 140));

    context.run(new MeasureColor());

    assertThat(number("red")).isEqualTo(120);
    assertThat(number("blue")).isEqualTo(120);
    assertThat(context.outputValue("name")).isEqualTo(new Value.Text("gray"));
    assertThat(number("share")).isEqualTo(1);
  }

  @Test
  void colouredPixelsAloneMayCount() throws Exception {
    Frame frame = TestPictures.flat(20, 10, 35, 95, 50);
    for (int x = 0; x < 4; x++) {
      frame.rgb()[3 * x] = (byte) 220;
      frame.rgb()[3 * x + 1] = 40;
    }
    context.with("image", image(frame)).with("chroma", new Value.Int(100));

    context.run(new MeasureColor());

    assertThat(number("red")).isEqualTo(220);
    assertThat(number("green")).isEqualTo(40);
    assertThat(number("blue")).isEqualTo(50);
    assertThat(context.outputValue("name")).isEqualTo(new Value.Text("red"));
    assertThat(number("share")).isCloseTo(0.02, within(1e-12));
  }

  @Test
  void whereNothingCountsThereIsNoColour() throws Exception {
    context.with("video", greys(100)).with("chroma", new Value.Int(1));

    context.run(new MeasureColor());

    assertThat(context.outputValue("name")).isEqualTo(new Value.Text("none"));
    assertThat(number("share")).isZero();
  }

  @Test
  void oneSourceIsMeasured() throws Exception {
    assertThatThrownBy(() -> context.run(new MeasureColor()))
        .isInstanceOf(NodeFailure.class)
        .hasMessage("measure-color takes either image or video, found neither.");

    context.with("video", greys(1)).with("image", greys(1));
    assertThatThrownBy(() -> context.run(new MeasureColor()))
        .hasMessage("measure-color takes either image or video, found both.");
  }

  private ArtifactReference greys(int... greys) throws Exception {
    try (ChunkWriter writer = new ChunkWriter(context, new VideoFormat(16, 16, FrameRate.of(8)))) {
      for (int grey : greys) {
        writer.append(TestPictures.flat(16, 16, grey, grey, grey));
      }
      return writer.finish();
    }
  }

  private ArtifactReference image(Frame frame) throws Exception {
    Path file = folder.resolve("image.png");
    Files.write(file, Png.encode(frame));
    return context.store(file, Png.MEDIA_TYPE);
  }

  private double number(String port) {
    return context.outputValue(port) instanceof Value.Float(double number) ? number : Double.NaN;
  }
}
