package org.cinegraph.nodes.text.unigram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.golden.Gate;
import org.cinegraph.nodes.tensor.golden.RecordGate;
import org.cinegraph.nodes.tensor.model.ModelPackage;
import org.cinegraph.nodes.text.TextResources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Against transformers: 500 prompts, by hand and by chance, with controls, emoji, scripts of many
/// kinds, added tokens and hundreds of words.
class UnigramTokenizerTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int MOST = 512;

  @TempDir private Path folder;

  @Test
  @Gate(kind = Gate.Kind.TOKENIZER, what = "numbers of T5TokenizerFast for 500 prompts")
  void numbersAreThoseOfTheLibrary() throws Exception {
    assertSameNumbers(tokenizer(TextResources.path("unigram/plain")), "plain");
  }

  @Test
  @Gate(kind = Gate.Kind.TOKENIZER, what = "the same by spiece.model alone")
  void aSentencePieceModelGivesTheSame() throws Exception {
    Files.delete(copy().resolve("tokenizer/tokenizer.json"));

    assertSameNumbers(tokenizer(folder), "plain");
  }

  @Test
  @Gate(kind = Gate.Kind.TOKENIZER, what = "the same with bytes for unknown characters, as UMT5")
  void unknownCharactersAreSpeltInBytes() throws Exception {
    assertSameNumbers(tokenizer(TextResources.path("t5/tiny-wan")), "spelt");
  }

  @Test
  void theWordsBeyondTheLengthAreNamed() throws Exception {
    UnigramTokenizer tokenizer = tokenizer(TextResources.path("unigram/plain"));
    int length = tokenizer.encode("a red", MOST).length;

    assertThat(tokenizer.lost("a red", length)).isEmpty();
    assertThat(tokenizer.lost("a red ball, 夜 castle", length))
        .startsWith("ball,")
        .contains("夜")
        .endsWith("castle");
  }

  @Test
  void halfACharacterIsAReplacementCharacter() throws Exception {
    UnigramTokenizer tokenizer = tokenizer(TextResources.path("unigram/plain"));

    assertThat(tokenizer.encode("a\ud83d b", MOST)).isEqualTo(tokenizer.encode("a\ufffd b", MOST));
  }

  @Test
  void filesOfAnotherTokenizerAreRefusedByName() throws Exception {
    Path json = copy().resolve("tokenizer/tokenizer.json");
    String text = Files.readString(json);
    refused(
        json,
        text.replace("\"Unigram\"", "\"BPE\""),
        "field type was expected to be one of Unigram, found \"BPE\"");
    refused(
        json, text.replace("\"Strip\"", "\"Bert\""), "has the step Bert; known here: Precompiled");
    refused(json, text.replace(" {2,}", "(a+)+b"), "field Regex was expected to be one of  {2,}");
    refused(json, text.replace("\"Metaspace\"", "\"ByteLevel\""), "was expected to be Metaspace");
    refused(
        json,
        text.replaceFirst("(precompiled_charsmap\":\\s*\")", "$1////"),
        "table of characters");
    refused(
        json,
        text.replaceFirst("\"unk_id\":\\s*2", "\"unk_id\": 2000"),
        "without an unknown piece");
    Files.delete(json);
    Path model = folder.resolve("tokenizer/spiece.model");
    Files.write(model, new byte[] {8, 1, 2, 3});
    refused("was expected to be a SentencePiece model of the kind Unigram, found");
    Files.delete(model);
    refused("tokenizer/spiece.model of model package tiny is missing");
  }

  private void refused(Path file, String content, String words) throws IOException {
    Files.writeString(file, content);
    refused(words);
  }

  private void refused(String words) {
    assertThatThrownBy(() -> tokenizer(folder))
        .isInstanceOf(NodeFailure.class)
        .hasMessageContaining(words);
  }

  private static void assertSameNumbers(UnigramTokenizer tokenizer, String field)
      throws IOException {
    JsonNode cases = JSON.readTree(Files.readString(TextResources.path("unigram/prompts.json")));
    assertThat(cases.size()).isEqualTo(500);
    for (JsonNode each : cases) {
      String prompt = each.path("prompt").asString();
      long[] given = each.path(field).valueStream().mapToLong(JsonNode::asLong).toArray();
      assertThat(tokenizer.encode(prompt, MOST))
          .as("of <%s> %s", prompt, Arrays.toString(prompt.codePoints().toArray()))
          .isEqualTo(given);
      RecordGate.compared(0);
    }
  }

  private Path copy() throws IOException {
    return TextResources.copy("unigram/plain", folder);
  }

  private static UnigramTokenizer tokenizer(Path folder) throws Exception {
    return UnigramTokenizer.read(ModelPackage.open("tiny", folder).part("tokenizer"));
  }
}
