package org.cinegraph.nodes.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.artifact.Latents;
import org.cinegraph.nodes.tensor.golden.FolderContext;
import org.cinegraph.nodes.tensor.golden.StopAndResume;
import org.cinegraph.nodes.text.EncodeText;
import org.cinegraph.nodes.video.chunk.ChunkReader;
import org.cinegraph.nodes.video.frame.Frame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A segment goes on from the one before.
class SegmentsTest {
  private static final int FRAMES = 32;

  @TempDir private Path folder;
  private FolderContext context;
  private ArtifactReference text;

  @BeforeEach
  void open() throws Exception {
    context = new FolderContext(folder);
    SequencedMap<String, Object> prompt = toybox();
    prompt.put("prompt", "a red ball bounces on a green floor");
    text = context.run(new EncodeText(), prompt);
  }

  @AfterEach
  void close() throws Exception {
    context.close();
  }

  @Test
  void itBeginsWithTheLatentsOfTheEndBitForBit() throws Exception {
    ArtifactReference first = sample(7);
    ArtifactReference second = continued(8, first, 12);

    float[] before = values(first);
    float[] after = values(second);
    int picture = 8 * 8;
    for (int channel = 0; channel < 8; channel++) {
      for (int i = 0; i < 3 * picture; i++) {
        int start = channel * 8 * picture;
        assertThat(after[start + i]).isEqualTo(before[start + 5 * picture + i]);
      }
    }
    assertThat(after).isNotEqualTo(before);
  }

  @Test
  void theObjectStaysWhereItIsAndGoesOn() throws Exception {
    ArtifactReference first = sample(7);
    double end = columns(decode(first)).getLast();

    assertThat(columns(decode(continued(8, first, 16))))
        .hasSize(FRAMES)
        .allSatisfy(column -> assertThat(column).isBetween(end - 2, end + 2));
    assertThat(Math.abs(columns(decode(sample(8))).getFirst() - end)).isGreaterThan(4);
  }

  @Test
  void withoutASegmentBeforeOverlapHasNoEffect() throws Exception {
    SequencedMap<String, Object> with = sampling(7);
    with.put("overlap", 16);

    assertThat(context.run(new SampleLatents(), with)).isEqualTo(sample(7));
  }

  @Test
  void stoppedOnTheWayItGivesTheSameBytes() throws Exception {
    SequencedMap<String, Object> with = sampling(8);
    with.put("before", sample(7));
    with.put("steps", 6);
    StopAndResume sampling = new StopAndResume(context, folder, SampleLatents::new, with);

    for (int step = 0; step < 6; step++) {
      assertThat(sampling.stoppedBefore(step)).isEqualTo(sampling.whole());
    }
  }

  @Test
  void overlapsThatTheModelCannotTakeAreRefused() throws Exception {
    ArtifactReference first = sample(7);

    for (int overlap : new int[] {6, 32}) {
      assertThatThrownBy(() -> continued(8, first, overlap))
          .isInstanceOf(NodeFailure.class)
          .hasMessage(
              "Parameter overlap: model package toybox takes multiples of 4 up to 28, found "
                  + overlap
                  + ".");
    }
  }

  @Test
  void latentsOfAnotherShapeAreRefused() throws Exception {
    Path file = folder.resolve("short.safetensors");
    new Latents(FloatTensor.of(new float[8 * 2 * 64], 1, 8, 2, 8, 8)).write(file);
    ArtifactReference tooShort = context.store(file, Latents.MEDIA_TYPE);

    assertThatThrownBy(() -> continued(8, tooShort, 4))
        .isInstanceOf(NodeFailure.class)
        .hasMessageStartingWith("Input before was expected to be ")
        .hasMessageEndingWith("Go on from latents of the same model.");
  }

  private ArtifactReference sample(int seed) throws Exception {
    return context.run(new SampleLatents(), sampling(seed));
  }

  private ArtifactReference continued(int seed, ArtifactReference before, int overlap)
      throws Exception {
    SequencedMap<String, Object> with = sampling(seed);
    with.put("before", before);
    with.put("overlap", overlap);
    return context.run(new SampleLatents(), with);
  }

  private SequencedMap<String, Object> sampling(int seed) {
    SequencedMap<String, Object> with = toybox();
    with.put("conditioning", text);
    with.put("seed", seed);
    return with;
  }

  private ArtifactReference decode(ArtifactReference latents) throws Exception {
    SequencedMap<String, Object> with = toybox();
    with.put("latents", latents);
    return context.run(new DecodeVideo(), with);
  }

  private float[] values(ArtifactReference latents) throws Exception {
    return Latents.read(context.fetch(latents), "latents").values().values();
  }

  /// The mean column of what is red, frame by frame.
  private List<Double> columns(ArtifactReference video) throws Exception {
    List<Double> columns = new ArrayList<>();
    try (ChunkReader reader = ChunkReader.open(context, video)) {
      for (int n = 0; n < FRAMES; n++) {
        Frame frame = reader.next().orElseThrow();
        double sum = 0;
        int red = 0;
        for (int y = 0; y < frame.height(); y++) {
          for (int x = 0; x < frame.width(); x++) {
            if (frame.at(x, y, 0) - frame.at(x, y, 1) > 90) {
              sum += x;
              red++;
            }
          }
        }
        columns.add(sum / red);
      }
    }
    return columns;
  }

  private static SequencedMap<String, Object> toybox() {
    SequencedMap<String, Object> with = new LinkedHashMap<>();
    with.put("model", "toybox");
    return with;
  }
}
