package org.cinegraph.nodes.text.toybox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.cinegraph.nodes.tensor.golden.ExamplePackages;
import org.junit.jupiter.api.Test;

class WordTokenizerTest {
  @Test
  void wordsBecomeNumbersAndTheRowIsPadded() throws Exception {
    assertThat(toybox().encode("A red ball, bounces on a GREEN floor!"))
        .containsExactly(3, 9, 6, 17, 4, 3, 10, 5, 0, 0, 0, 0);
  }

  @Test
  void strangeWordsBecomeTheUnknownOneAndAreNamed() throws Exception {
    assertThat(toybox().encode("a red dragon")).startsWith(3, 9, 1, 0);
    assertThat(toybox().lost("a red dragon")).containsExactly("dragon");
  }

  @Test
  void aLongPromptIsCutAndTheRestNamed() throws Exception {
    String prompt = "a ".repeat(12) + "box";

    assertThat(toybox().encode(prompt)).isEqualTo(LongStream.generate(() -> 3).limit(12).toArray());
    assertThat(toybox().lost(prompt)).containsExactly("box");
  }

  @Test
  void anEmptyPromptIsAllPadding() throws Exception {
    assertThat(toybox().encode(" -- ")).containsOnly(0).hasSize(12);
  }

  @Test
  void theAbsentPromptHasAWordOfItsOwn() throws Exception {
    assertThat(toybox().absent()).startsWith(2, 0).hasSize(12);
  }

  private static WordTokenizer toybox() throws Exception {
    return WordTokenizer.read(ExamplePackages.open("toybox").part("tokenizer"));
  }
}
