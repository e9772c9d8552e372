package org.cinegraph.bench.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.cinegraph.nodes.video.frame.Frame;
import org.junit.jupiter.api.Test;

class CheckMovieTest {
  /// Every fifth: all colours, shapes, motions and floors in many mixtures.
  private static final List<TrueClip> TRUE_CLIPS =
      IntStream.range(0, Scene.COMBINATIONS)
          .filter(number -> number % 5 == 0)
          .mapToObj(number -> TrueClip.render(Scene.ofCombination(number), 1_000 + number))
          .toList();

  private static final Map<TrueClip, Finding> FOUND = new IdentityHashMap<>();

  @Test
  void trueClipsShowWhatTheyAreMadeOf() {
    for (TrueClip clip : TRUE_CLIPS) {
      assertThat(check(clip).shows(clip.scene())).as("%s", clip.scene()).isTrue();
      assertThat(check(clip).soundsLike(clip.scene())).as("%s", clip.scene()).isTrue();
    }
  }

  @Test
  void onTrueClipsSoundAndImpactsMeet() {
    SyncScore sync = SyncScore.of(bounces().stream().map(CheckMovieTest::check).toList());

    assertThat(sync.impacts()).isGreaterThan(30);
    assertThat(sync.recall()).isEqualTo(1);
    assertThat(sync.precision()).isGreaterThan(0.8);
    assertThat(sync.medianSeconds()).isLessThan(0.016);
  }

  @Test
  void onTrueClipsOnsetsAreWhereTheThingHits() {
    for (TrueClip clip : bounces()) {
      List<Double> onsets = check(clip).onsets();
      assertThat(onsets).hasSameSizeAs(clip.impacts());
      for (int i = 0; i < onsets.size(); i++) {
        assertThat(onsets.get(i)).isCloseTo(clip.impacts().get(i), within(0.0101));
      }
    }
  }

  @Test
  void otherMotionsSetOnOnceAtMost() {
    for (TrueClip clip : TRUE_CLIPS) {
      if (clip.scene().motion() != Motion.BOUNCE) {
        assertThat(check(clip).onsets()).as("%s", clip.scene()).hasSizeLessThanOrEqualTo(1);
      }
    }
  }

  @Test
  void soundThatIsTwoHundredMillisecondsLateFails() {
    List<Finding> late =
        bounces().stream().map(clip -> check(clip.frames(), delayed(clip.samples()))).toList();

    assertFails(SyncScore.of(late));
  }

  @Test
  void soundOfAnotherClipFails() {
    List<TrueClip> clips = bounces();
    List<Finding> mixed = new ArrayList<>();
    for (int i = 0; i < clips.size(); i++) {
      // Far enough away to be of another period and phase, not only of another shape.
      TrueClip other = clips.get((i + 5) % clips.size());
      mixed.add(check(clips.get(i).frames(), other.samples()));
    }

    assertFails(SyncScore.of(mixed));
  }

  @Test
  void noiseHasAGoodMedianAndNoPrecision() {
    List<Finding> noisy =
        bounces().stream()
            .map(clip -> check(clip.frames(), rattle(clip.samples().length)))
            .toList();

    SyncScore sync = SyncScore.of(noisy);

    assertThat(sync.medianSeconds()).isLessThan(0.0625);
    assertThat(sync.precision()).isLessThan(0.5);
  }

  @Test
  void shuffledPromptsFail() {
    long shown = 0;
    for (int i = 0; i < TRUE_CLIPS.size(); i++) {
      Scene another = TRUE_CLIPS.get((i + 7) % TRUE_CLIPS.size()).scene();
      shown += check(TRUE_CLIPS.get(i)).shows(another) ? 1 : 0;
    }

    assertThat(shown).isZero();
  }

  @Test
  void picturesOfNothingShowNothing() {
    Frame wall = Frame.blank(64, 64);
    Arrays.fill(wall.rgb(), (byte) 30);
    List<Frame> frames = IntStream.range(0, 32).mapToObj(_ -> wall).toList();

    Finding finding = CheckMovie.check(frames, 16, new float[32_000], 16_000);

    assertThat(finding.colour()).isEmpty();
    assertThat(finding.shape()).isEmpty();
    assertThat(finding.motion()).isEmpty();
    assertThat(finding.floor()).isEmpty();
    assertThat(finding.onsets()).isEmpty();
  }

  @Test
  void picturesOfOneColourShowNothing() {
    Frame red = Frame.blank(64, 64);
    for (int i = 0; i < red.rgb().length; i += Frame.CHANNELS) {
      red.rgb()[i] = (byte) 225;
    }
    Frame floored = floored(red);
    List<Frame> frames = IntStream.range(0, 32).mapToObj(_ -> floored).toList();

    Finding finding = CheckMovie.check(frames, 16, new float[32_000], 16_000);

    assertThat(finding.colour()).isEmpty();
    assertThat(finding.shape()).isEmpty();
  }

  @Test
  void aThingOfNoKnownShapeHasNoShape() {
    TrueClip clip = TRUE_CLIPS.getFirst();
    List<Frame> striped = clip.frames().stream().map(CheckMovieTest::striped).toList();

    Finding finding = check(striped, clip.samples());

    assertThat(finding.colour()).contains(clip.scene().colour());
    assertThat(finding.shape()).isEmpty();
  }

  @Test
  void largerFramesAreAveraged() {
    TrueClip clip = TRUE_CLIPS.getFirst();
    List<Frame> twice = clip.frames().stream().map(CheckMovieTest::doubled).toList();

    assertThat(check(twice, clip.samples())).isEqualTo(check(clip));
  }

  @Test
  void aGeneratedClipIsJudgedAsByTheReference() throws IOException {
    byte[] bytes;
    try (InputStream in =
        new GZIPInputStream(
            Objects.requireNonNull(
                CheckMovieTest.class.getResourceAsStream("generated-clip-1000.gz")))) {
      bytes = in.readAllBytes();
    }
    int size = 64 * 64 * Frame.CHANNELS;
    List<Frame> frames =
        IntStream.range(0, 32)
            .mapToObj(n -> new Frame(64, 64, Arrays.copyOfRange(bytes, n * size, (n + 1) * size)))
            .toList();
    float[] samples = new float[32_000];
    ByteBuffer.wrap(bytes, 32 * size, 4 * samples.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(samples);

    Finding finding = check(frames, samples);

    ToyboxReference.Clip reference = ToyboxReference.load().heldOut().getFirst();
    assertThat(reference.seed()).isEqualTo(1_000);
    assertThat(finding.shows(reference.scene())).isTrue();
    assertClose(finding.impacts(), reference.impacts());
    assertClose(finding.onsets(), reference.onsets());
  }

  private static void assertClose(List<Double> found, List<Double> expected) {
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i)).isCloseTo(expected.get(i), within(1e-4));
    }
  }

  private static void assertFails(SyncScore sync) {
    assertThat(sync.recall()).isLessThan(0.5);
    assertThat(sync.precision()).isLessThan(0.5);
    assertThat(sync.medianSeconds()).isGreaterThan(0.0625);
  }

  private static List<TrueClip> bounces() {
    return TRUE_CLIPS.stream().filter(clip -> clip.scene().motion() == Motion.BOUNCE).toList();
  }

  private static Finding check(TrueClip clip) {
    return FOUND.computeIfAbsent(clip, each -> check(each.frames(), each.samples()));
  }

  private static Finding check(List<Frame> frames, float[] samples) {
    return CheckMovie.check(frames, TrueClip.FPS, samples, TrueClip.RATE);
  }

  private static float[] delayed(float[] samples) {
    float[] late = new float[samples.length];
    System.arraycopy(samples, 0, late, TrueClip.RATE / 5, samples.length - TrueClip.RATE / 5);
    return late;
  }

  /// A click every tenth of a second.
  private static float[] rattle(int count) {
    float[] samples = new float[count];
    for (int i = 0; i < count; i++) {
      samples[i] = i % 1_600 < 80 ? 0.5f : 0;
    }
    return samples;
  }

  /// With the rows in which the check looks for the floor.
  private static Frame floored(Frame frame) {
    for (int i = 56 * 64 * Frame.CHANNELS; i < frame.rgb().length; i++) {
      frame.rgb()[i] = 115;
    }
    return frame;
  }

  /// Six columns from the middle of a frame, four times side by side.
  private static Frame striped(Frame frame) {
    Frame result = Frame.blank(64, 64);
    for (int y = 0; y < 64; y++) {
      for (int x = 0; x < 64; x++) {
        int from = x % 16 < 6 ? 30 + x % 16 : 0;
        for (int channel = 0; channel < Frame.CHANNELS; channel++) {
          result.rgb()[(y * 64 + x) * Frame.CHANNELS + channel] = (byte) frame.at(from, y, channel);
        }
      }
    }
    return result;
  }

  private static Frame doubled(Frame frame) {
    Frame result = Frame.blank(2 * frame.width(), 2 * frame.height());
    for (int i = 0; i < result.rgb().length; i++) {
      int pixel = i / Frame.CHANNELS;
      int x = pixel % result.width() / 2;
      int y = pixel / result.width() / 2;
      result.rgb()[i] = (byte) frame.at(x, y, i % Frame.CHANNELS);
    }
    return result;
  }
}
