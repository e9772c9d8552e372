package org.cinegraph.bench.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.cinegraph.bench.measure.Figure;
import org.cinegraph.bench.measure.Verdict;
import org.junit.jupiter.api.Test;

class ToyboxScoreTest {
  private static final ToyboxReference REFERENCE = ToyboxReference.load();

  @Test
  void theReferenceItselfIsNotBelowTheReference() {
    assertThat(missed(score(24, 0, 0))).isEmpty();
    assertThat(score(24, 0, 0).figures())
        .filteredOn(figure -> figure.name().equals("recall, bounces"))
        .singleElement()
        .satisfies(figure -> {
          assertThat(figure.value()).isBetween(0.8725, 0.8735);
          assertThat(figure.baseline().orElseThrow().value()).isEqualTo(figure.value());
        });
  }

  @Test
  void oneClipLessIsAllowedAndTwoAreNot() {
    assertThat(missed(score(24, 1, 0))).isEmpty();
    assertThat(missed(score(24, 2, 0)))
        .containsExactly(
            "colour, held out", "shape, held out", "motion, held out", "floor, held out");
  }

  @Test
  void aTwentiethOfTheSyncIsAllowedAndMoreIsNot() {
    // 71 impacts: a bounce without any sound loses about three of them, a twentieth is three and a
    // half.
    assertThat(missed(score(24, 0, 1))).isEmpty();
    assertThat(missed(score(24, 0, 4))).containsExactly("recall, bounces");
  }

  @Test
  void soundsThatFitNothingCostPrecision() {
    ToyboxTable bounces = new ToyboxTable();
    ToyboxTable heldOut = score(24, 0, 0).heldOut();
    for (ToyboxReference.Clip clip : REFERENCE.bounces()) {
      bounces.add(row(clip, found(clip, List.of(0.01, 0.02, 0.03, 0.04))));
    }

    assertThat(missed(new ToyboxScore(heldOut, bounces, REFERENCE)))
        .containsExactly("recall, bounces", "precision, bounces");
  }

  @Test
  void fewerPromptsAreHeldAgainstTheSamePromptsOfTheReference() {
    assertThat(missed(score(3, 0, 0))).isEmpty();
    assertThat(missed(score(3, 2, 0))).contains("colour, held out");
  }

  private static List<String> missed(ToyboxScore score) {
    return score.figures().stream()
        .filter(figure -> figure.verdict() == Verdict.NOT_ACCEPTABLE)
        .map(Figure::name)
        .toList();
  }

  /// The reference's own findings of the first prompts.
  ///
  /// @param blank so many held-out movies show nothing
  /// @param silent so many bounces make no sound
  private static ToyboxScore score(int prompts, int blank, int silent) {
    ToyboxTable heldOut = new ToyboxTable();
    ToyboxTable bounces = new ToyboxTable();
    for (int i = 0; i < prompts; i++) {
      ToyboxReference.Clip clip = REFERENCE.heldOut().get(i);
      heldOut.add(row(clip, i < blank ? nothing() : found(clip, clip.onsets())));
      ToyboxReference.Clip bounce = REFERENCE.bounces().get(i);
      bounces.add(row(bounce, found(bounce, i < silent ? List.of() : bounce.onsets())));
    }
    return new ToyboxScore(heldOut, bounces, REFERENCE);
  }

  private static ToyboxTable.Row row(ToyboxReference.Clip clip, Finding found) {
    return new ToyboxTable.Row(clip.prompt(), clip.seed(), clip.scene(), found);
  }

  private static Finding found(ToyboxReference.Clip clip, List<Double> onsets) {
    Scene scene = clip.scene();
    return new Finding(
        Optional.of(scene.colour()),
        Optional.of(scene.shape()),
        Optional.of(scene.motion()),
        Optional.of(scene.floor()),
        clip.impacts(),
        onsets,
        0);
  }

  private static Finding nothing() {
    return new Finding(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        0);
  }
}
