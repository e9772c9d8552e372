package org.cinegraph.graph.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.cinegraph.graph.GraphFixture;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.document.GraphDocument;
import org.cinegraph.graph.type.PortTypes;
import org.cinegraph.graph.value.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckInputsTest {
  private static final GraphDocument DOCUMENT =
      GraphFixture.document(
          """
          graph: g
          inputs:
            prompt: {type: text}
            model: {type: model, default: toybox}
            steps: {type: int, default: 24}
            grid: {type: choice<linear|quadratic>, default: linear}
            clip: {type: video}
          nodes:
            text: {type: encode-text, with: {model: $model, prompt: $prompt}}
            latents:
              type: sample-latents
              with:
                {model: $model, conditioning: $text.conditioning, seed: 1, steps: $steps, grid: $grid}
            sound: {type: generate-audio, with: {model: $model, video: $clip}}
          """);

  @Test
  void anInputThatDoesNotExistIsNamedWithTheNearest() {
    assertThat(messages("promt", "a ball", "prompt", "a ball"))
        .contains(
            "input promt: Graph g has no such input: expected one of prompt, model, steps, grid,"
                + " clip, found promt (did you mean prompt?)");
  }

  @Test
  void aRequiredInputIsAskedForByName() {
    assertThat(messages())
        .containsExactly(
            "graph.yaml:3:3: Input prompt has no default and is not given: expected text, found"
                + " nothing (give it with --set prompt=…)",
            "graph.yaml:7:3: Input clip has no default and is not given: expected video, found"
                + " nothing (give it with --set clip=@file)");
  }

  @Test
  void aTextThatIsNoValueOfTheTypeIsRefused() {
    assertThat(messages("prompt", "x", "steps", "many", "grid", "cubic", "clip", "clip.mp4"))
        .contains(
            "input steps: Input steps has the wrong type: expected int, found \"many\" ()",
            "input grid: Input grid has the wrong type: expected one of linear, quadratic, found"
                + " \"cubic\" ()",
            "input clip: Input clip has the wrong type: expected video as a file, found"
                + " \"clip.mp4\" (give a file: --set clip=@file)");
  }

  @Test
  void aValueOutOfTheRangeOfWhatItFeedsIsRefused() {
    assertThat(messages("prompt", "x", "steps", "101"))
        .contains(
            "input steps: Input steps, which is steps of node latents, is out of range: expected"
                + " int from 1 to 100, found 101 ()");
  }

  @Test
  void aModelThatNobodyHasIsRefused() {
    assertThat(messages("prompt", "x", "model", "toyboks"))
        .contains(
            "input model: Input model names an unknown model package: expected one of other,"
                + " toybox, found \"toyboks\" (did you mean toybox?)");
    assertThat(messages("prompt", "x", "model", "sdxl"))
        .contains(
            "input model: Input model names an unknown model package: expected one of other,"
                + " toybox, found \"sdxl\" (cinegraph models add PATH --name sdxl registers one;"
                + " workers know it from their next start on)");
  }

  @Test
  void aModelThatSomebodyHasAndCannotUseIsRefusedWithTheReason() {
    TreeMap<String, String> unusable = new TreeMap<>(Map.of("broken", "It is cut off."));
    Catalog catalog =
        new Catalog(
            GraphFixture.catalog().types(), GraphFixture.catalog().modelPackages(), unusable);

    assertThat(
            CheckInputs.check(
                DOCUMENT, catalog, GraphFixture.values("model", new Value.Text("broken"))))
        .extracting(Problem::sentence)
        .contains("Input model names a model package that cannot be used: It is cut off.");
  }

  @Test
  void aValueOfAnotherTypeIsRefused() {
    assertThat(
            CheckInputs.check(
                DOCUMENT, GraphFixture.catalog(), GraphFixture.values("steps", new Value.Float(2))))
        .extracting(Problem::sentence)
        .contains("Input steps has the wrong type: expected int, found 2.0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text | 7 | \"7\"",
        "int | 7 | 7",
        "int | ' -7 ' | -7",
        "int | 7.0 |",
        "int | 7x |",
        "float | 7 | 7.0",
        "float | 1e3 | 1000.0",
        "float | NaN |",
        "boolean | true | true",
        "boolean | yes |",
        "choice<a|b> | b | \"b\"",
        "choice<a|b> | c |",
        "json | {\"a\":[1]} | {\"a\":[1]}",
        "json | {a: 1} |",
        "list<float> | [1, 2.5] | [1.0,2.5]",
        "list<int> | 1 |",
        "video | clip.mp4 |"
      })
  void textIsReadByItsType(String line) {
    String[] parts = line.split(" \\| ?", -1);
    Optional<String> read =
        InputText.read(PortTypes.parse(parts[0]), parts[1].replace("'", ""))
            .map(CanonicalJson::write);
    assertThat(read.orElse("")).isEqualTo(parts[2]);
  }

  private static List<String> messages(String... namesAndTexts) {
    SequencedMap<String, String> texts = new LinkedHashMap<>();
    for (int at = 0; at < namesAndTexts.length; at += 2) {
      texts.put(namesAndTexts[at], namesAndTexts[at + 1]);
    }
    CheckInputs.Texts read = CheckInputs.read(DOCUMENT, texts);
    return Problems.sorted(
            read.problems(), CheckInputs.check(DOCUMENT, GraphFixture.catalog(), read.values()))
        .stream()
        .map(problem ->
            problem.position().written()
                + ": "
                + problem.sentence()
                + problem.hint().map(hint -> " (" + hint + ")").orElse(" ()"))
        .toList();
  }
}
