package org.cinegraph.graph.type;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortTypesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text",
        "int",
        "float",
        "boolean",
        "json",
        "conditioning",
        "latents",
        "image",
        "mask",
        "video",
        "audio",
        "pose",
        "planes",
        "model",
        "choice<a|b c>",
        "list<video>",
        "list<list<choice<x|y>>>"
      })
  void everyTypeReadsBackFromItsWrittenForm(String written) {
    assertThat(PortTypes.parse(written).written()).isEqualTo(written);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Text",
        "string",
        "choice<>",
        "choice<a|>",
        "choice<a|a>",
        "list<>",
        "list<video",
        "list<list<list<list<int>>>>",
        "video>"
      })
  void anythingElseIsNoType(String written) {
    assertThat(PortTypes.find(written)).isEmpty();
  }

  @Test
  void onlyIntBecomesFloatAndJsonIsEverythingThatTravelsInline() {
    for (String target : List.of("text", "int", "float", "boolean", "json", "model", "video")) {
      for (String source : List.of("text", "int", "float", "boolean", "json", "model", "video")) {
        boolean isJson = target.equals("json") || source.equals("json");
        boolean isInline = !target.equals("video") && !source.equals("video");
        boolean widened = (target.equals("float") && source.equals("int")) || (isJson && isInline);
        assertThat(TypeMatch.accepts(PortTypes.parse(target), PortTypes.parse(source)))
            .as(source + " to " + target)
            .isEqualTo(target.equals(source) || widened);
      }
    }
  }

  @Test
  void aChoiceGoesWhereAllItsOptionsAreAllowed() {
    PortType narrow = PortTypes.parse("choice<a|b>");
    PortType wide = PortTypes.parse("choice<c|b|a>");
    assertThat(TypeMatch.accepts(wide, narrow)).isTrue();
    assertThat(TypeMatch.accepts(narrow, wide)).isFalse();
    assertThat(TypeMatch.accepts(new PortType.Text(), narrow)).isFalse();
  }

  @Test
  void aListOfScalarsIsOneInlineValueHoweverItWasPutTogether() {
    PortType floats = PortTypes.parse("list<float>");
    PortValue collected =
        new PortValue.Many(
            List.of(
                new PortValue.Inline(new Value.Int(1)), new PortValue.Inline(new Value.Float(2))));
    PortValue literal =
        new PortValue.Inline(new Value.Items(List.of(new Value.Int(1), new Value.Int(2))));
    assertThat(TypeMatch.convert(floats, collected))
        .isEqualTo(TypeMatch.convert(floats, literal))
        .isPresent();
    assertThat(TypeMatch.convert(PortTypes.parse("list<int>"), collected)).isEmpty();
  }
}
