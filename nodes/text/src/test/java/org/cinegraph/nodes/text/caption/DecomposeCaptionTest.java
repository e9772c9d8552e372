package org.cinegraph.nodes.text.caption;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.golden.FolderContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecomposeCaptionTest {
  @TempDir private Path folder;

  @Test
  void phrasesOfATrainingCaptionGetTheirGroups() {
    assertThat(
            groups(
                "a full-body shot, an Asian young woman, fit body shape, plain white background,"
                    + " long straight black hair, short sleeve floral cotton dress, denim jacket,"
                    + " leather ankle boots, straw hat, leather bag, leather belt, plaid scarf,"
                    + " casual style, silk headband, cotton headscarf, lace veil, striped socks,"
                    + " silk tie"))
        .containsExactly(
            "shot: a full-body shot",
            "0 person: an Asian young woman",
            "1 body shape: fit body shape",
            "2 background: plain white background",
            "3 hair: long straight black hair",
            "5 dress: short sleeve floral cotton dress",
            "7 coat: denim jacket",
            "9 shoes: leather ankle boots",
            "10 accessory: straw hat",
            "11 accessory: leather bag",
            "12 belt: leather belt",
            "13 scarf: plaid scarf",
            "14 overall style: casual style",
            "15 headband: silk headband",
            "16 headscarf: cotton headscarf",
            "17 veil: lace veil",
            "18 socks: striped socks",
            "19 ties: silk tie");
  }

  @Test
  void aSentenceIsCutWhereAWordJoinsTwoGroups() {
    assertThat(
            groups(
                "A close-up portrait shot of an old man with a white beard and grey hair, wearing a"
                    + " red silk scarf and blue jeans. He is standing in a rainy street."))
        .containsExactly(
            "shot: A close-up portrait shot",
            "0 person: an old man with a white beard",
            "3 hair: grey hair",
            "13 scarf: a red silk scarf",
            "8 bottom: blue jeans",
            "2 background: a rainy street");
  }

  @Test
  void whatBelongsToOneGroupStaysTogether() {
    assertThat(groups("a black and white shirt with a collar of lace, hair in a bun"))
        .containsExactly(
            "6 top: a black and white shirt with a collar of lace", "3 hair: hair in a bun");
  }

  @Test
  void whatNobodyKnowsIsToldWithItsPlace() throws Exception {
    SequencedMap<String, Value> told = run("soft light, a woman in a red dress");

    assertThat(CanonicalJson.write(requireNonNull(told.get("unplaced"))))
        .isEqualTo("[{\"end\":10,\"phrase\":\"soft light\",\"start\":0}]");
    assertThat(CanonicalJson.write(requireNonNull(told.get("groups"))))
        .isEqualTo(
            "[{\"end\":19,\"group\":0,\"labels\":[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17],"
                + "\"name\":\"person\",\"phrase\":\"a woman\",\"region\":\"foreground\",\"start\":12},"
                + "{\"end\":34,\"group\":5,\"labels\":[7],\"name\":\"dress\",\"phrase\":\"a red dress\","
                + "\"region\":\"dress\",\"start\":23}]");
  }

  @Test
  void everyPlaceIsThatOfItsPhraseAndNoWordIsInTwo() {
    List<String> words =
        List.of(
            "a woman", "red", ",", "and", "with", " ", "hair", "of", "in", "dress", "…", ".", "\n");
    for (int seed = 0; seed < 2000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      StringBuilder caption = new StringBuilder();
      for (int i = random.nextInt(1, 30); i > 0; i--) {
        caption.append(words.get(random.nextInt(words.size()))).append(' ');
      }
      int end = 0;
      for (DecomposeRules.Placed placed : DecomposeRules.of(caption.toString())) {
        assertThat(placed.phrase().start()).as(caption.toString()).isGreaterThanOrEqualTo(end);
        assertThat(placed.phrase().text())
            .as(caption.toString())
            .isEqualTo(placed.phrase().text().strip());
        end = placed.phrase().end();
      }
    }
  }

  @Test
  void aCaptionOfBlanksOrWithoutEndIsRefused() {
    assertThatThrownBy(() -> run("  \n "))
        .isInstanceOf(NodeFailure.class)
        .hasMessage(
            "caption was expected to have 1 to 10000 characters that are no blanks, found 0.");
    assertThatThrownBy(() -> run("a woman, ".repeat(2000))).isInstanceOf(NodeFailure.class);
  }

  private SequencedMap<String, Value> run(String caption) throws Exception {
    SequencedMap<String, Object> with = new LinkedHashMap<>();
    with.put("caption", caption);
    try (FolderContext context = new FolderContext(folder)) {
      return new LinkedHashMap<>(context.values(new DecomposeCaption(), with));
    }
  }

  private static List<String> groups(String caption) {
    return DecomposeRules.of(caption).stream()
        .map(placed ->
            placed.kind().map(DecomposeCaptionTest::written).orElse("unplaced")
                + ": "
                + placed.phrase().text())
        .toList();
  }

  private static String written(Lexicon.Kind kind) {
    return kind.group().equals("shot") ? "shot" : kind.group() + " " + kind.name();
  }
}
