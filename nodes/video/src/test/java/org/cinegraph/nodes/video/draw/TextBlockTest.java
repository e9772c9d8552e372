package org.cinegraph.nodes.video.draw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.video.frame.Frame;
import org.junit.jupiter.api.Test;

class TextBlockTest {
  private static final Colour WHITE = new Colour(255, 255, 255);
  private static final Colour BLACK = new Colour(0, 0, 0);

  @Test
  void lettersHaveThePixelsOfTheResource() {
    assertThat(drawn("gA", 12, 9))
        .containsExactly(
            "........X...",
            ".......X.X..",
            ".XXXX.X...X.",
            "X...X.X...X.",
            "X...X.XXXXX.",
            "X...X.X...X.",
            ".XXXX.X...X.",
            "....X.......",
            ".XXX........");
  }

  @Test
  void everyLetterButTheBlankIsDrawnAndNoTwoAreAlike() {
    Set<List<String>> pictures = new LinkedHashSet<>();
    for (char letter = ' '; letter <= '~'; letter++) {
      pictures.add(drawn(String.valueOf(letter), 5, 9));
    }

    assertThat(pictures).hasSize(95);
    assertThat(pictures.iterator().next()).containsOnly(".....");
  }

  @Test
  void aTextTakesTheLargestSizeAtWhichNoWordIsBroken() throws NodeFailure {
    assertThat(fit("a red ball bounces on a green floor", 0, 60, 60).lines())
        .containsExactly("a red ball", "bounces on", "a green", "floor");
    assertThat(fit("ball", 0, 60, 60)).isEqualTo(new TextBlock(List.of("ball"), 2));
    assertThat(fit("one two", 0, 60, 59).scale()).isEqualTo(2);
    assertThat(fit("one\ntwo", 0, 60, 60)).isEqualTo(new TextBlock(List.of("one", "two"), 3));
  }

  @Test
  void aWordThatIsTooWideAtAnySizeIsBroken() throws NodeFailure {
    assertThat(fit("an extraordinary ball", 0, 60, 60).lines())
        .containsExactly("an", "extraordin", "ary ball");
  }

  @Test
  void aTextFitsExactlyOrNotAtAll() throws NodeFailure {
    assertThat(fit("0123456789", 1, 59, 9).height()).isEqualTo(9);
    assertThatThrownBy(() -> fit("0123456789", 1, 58, 9))
        .isInstanceOf(NodeFailure.class)
        .hasMessage(
            "Parameter text does not fit: there is room for 1 lines of 9 letters, it has 10 letters."
                + " Shorten it, or take a larger picture or smaller scale.");
    assertThatThrownBy(() -> fit("0", 1, 59, 8)).hasMessageContaining("room for 0 lines");
    assertThatThrownBy(() -> fit("0", 2, 4, 40)).hasMessageContaining("lines of 0 letters");
  }

  @Test
  void aLetterThatThereIsNotIsNamedByItsPlace() {
    assertThatThrownBy(() -> fit("caf\u00e9", 0, 60, 60))
        .isInstanceOf(NodeFailure.class)
        .hasMessage(
            "Parameter text: the letters are those of printable ASCII, found U+00E9 at position 3."
                + " Leave it out or write it otherwise.");
    assertThatThrownBy(() -> fit("\uD83C\uDFAC", 0, 60, 60)).hasMessageContaining("U+1F3AC");
    assertThatThrownBy(() -> fit("a\tb", 0, 60, 60)).hasMessageContaining("U+0009 at position 1");
  }

  @Test
  void coloursHaveNamesAndNumbers() throws NodeFailure {
    assertThat(Colour.parse("ink", "red")).isEqualTo(new Colour(225, 45, 45));
    assertThat(Colour.parse("ink", "#0a10Ff")).isEqualTo(new Colour(10, 16, 255));
    assertThatThrownBy(() -> Colour.parse("ink", "pink"))
        .isInstanceOf(NodeFailure.class)
        .hasMessage(
            "Parameter ink: expected one of red, green, blue, yellow, purple, white, gray, brown,"
                + " black or #rrggbb, found pink.");
  }

  @Test
  void aColourHasTheNameOfTheNearest() {
    assertThat(Palette.nearest(200, 60, 60)).isEqualTo("red");
    assertThat(Palette.nearest(30, 90, 45)).isEqualTo("green");
    assertThat(Palette.nearest(26, 26, 36)).isEqualTo("black");
  }

  private static TextBlock fit(String text, int scale, int width, int height) throws NodeFailure {
    return TextBlock.fit("Parameter text", text, scale, width, height);
  }

  private static List<String> drawn(String line, int width, int height) {
    Canvas canvas = Canvas.of(width, height, BLACK);
    canvas.text(0, 0, line, 1, WHITE);
    return Ascii.of(canvas.frame(), 128);
  }

  @Test
  void linesJoinTheirEndsInEveryDirection() {
    int[][] ends = {{6, 3}, {6, 6}, {3, 6}, {0, 6}, {0, 3}, {0, 0}, {3, 0}, {6, 0}};
    for (int[] end : ends) {
      Canvas canvas = Canvas.of(7, 7, BLACK);
      canvas.line(3, 3, end[0], end[1], WHITE);

      Frame frame = canvas.frame();
      assertThat(frame.at(3, 3, 0)).isEqualTo(255);
      assertThat(frame.at(end[0], end[1], 0)).isEqualTo(255);
      assertThat(String.join("", Ascii.of(frame, 128)).replace(".", "")).isEqualTo("XXXX");
    }
  }
}
