package org.cinegraph.bench.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ToyboxTableTest {
  private static final ToyboxReference REFERENCE = ToyboxReference.load();

  @Test
  void theReferenceHasItsPromptsAndFigures() {
    assertThat(REFERENCE.heldOut()).hasSize(24).allMatch(clip -> clip.scene().heldOut());
    assertThat(REFERENCE.bounces()).hasSize(24);
    assertThat(REFERENCE.bounces()).allMatch(clip -> clip.scene().motion() == Motion.BOUNCE);
    assertThat(REFERENCE.summary().bounceRecall()).isEqualTo(0.873);
    assertThat(REFERENCE.summary().heldOut().shape()).isEqualTo(1);
  }

  @Test
  void promptsAreReadAsTheReferenceReadsThem() {
    for (ToyboxReference.Clip clip : REFERENCE.heldOut()) {
      assertThat(Scene.ofPrompt(clip.prompt())).as(clip.prompt()).contains(clip.scene());
      assertThat(clip.scene().combination()).isEqualTo(clip.combination());
    }
    for (ToyboxReference.Clip clip : REFERENCE.bounces()) {
      assertThat(Scene.ofPrompt(clip.prompt())).as(clip.prompt()).contains(clip.scene());
    }
  }

  @Test
  void aPromptThatNamesNoShapeIsNoScene() {
    assertThat(Scene.ofPrompt("a red dog bounces on a green floor")).isEmpty();
    assertThat(Scene.ofPrompt("ball bounces on floor")).isEmpty();
    assertThat(Scene.ofPrompt("")).isEmpty();
  }

  @Test
  void twentyFourScenesAreHeldOut() {
    long heldOut = 0;
    for (int number = 0; number < Scene.COMBINATIONS; number++) {
      heldOut += Scene.ofCombination(number).heldOut() ? 1 : 0;
    }

    assertThat(heldOut).isEqualTo(24);
  }

  @Test
  void syncIsCountedAsInTheReference() {
    SyncScore sync =
        SyncScore.of(REFERENCE.bounces().stream().map(ToyboxTableTest::asFound).toList());

    assertThat(sync.impacts()).isEqualTo(71);
    assertThat(sync.onsets()).isEqualTo(71);
    assertThat(sync.recall()).isCloseTo(REFERENCE.summary().bounceRecall(), within(5e-4));
    assertThat(sync.precision()).isCloseTo(REFERENCE.summary().bouncePrecision(), within(5e-4));
    assertThat(sync.medianSeconds())
        .isCloseTo(REFERENCE.summary().bounceMedianSeconds(), within(5e-5));
  }

  @Test
  void theTableCountsAndNamesWhatIsWrong() {
    ToyboxTable table = new ToyboxTable();
    ToyboxReference.Clip right = REFERENCE.heldOut().get(0);
    ToyboxReference.Clip wrong = REFERENCE.heldOut().get(1);
    table.add(new ToyboxTable.Row(right.prompt(), right.seed(), right.scene(), asFound(right)));
    table.add(new ToyboxTable.Row(wrong.prompt(), wrong.seed(), wrong.scene(), nothing()));

    assertThat(table.text())
        .contains("a red ball bounces on a green floor")
        .contains("NOT red but unknown")
        .contains("colour 1/2  shape 1/2  motion 1/2  floor 1/2")
        .contains("recall 1.000 (3 impacts)  precision 0.750 (4 onsets)")
        .contains("others with at most one onset: 1/1");
    assertThat(table.json().toString())
        .contains("\"movies\":2,\"colour\":0.5")
        .contains("\"precision\":0.75");
  }

  @Test
  void aTableWithoutBouncesHasNoMedian() {
    ToyboxTable table = new ToyboxTable();

    assertThat(table.json().toString()).doesNotContain("NaN").doesNotContain("median");
  }

  private static Finding asFound(ToyboxReference.Clip clip) {
    Scene scene = clip.scene();
    return new Finding(
        Optional.of(scene.colour()),
        Optional.of(scene.shape()),
        Optional.of(scene.motion()),
        Optional.of(scene.floor()),
        clip.impacts(),
        clip.onsets(),
        scene.motion().hertz(scene.shape()));
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
