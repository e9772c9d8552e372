package org.cinegraph.nodes.text.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.golden.Gate;
import org.cinegraph.nodes.tensor.golden.RecordGate;
import org.cinegraph.nodes.tensor.model.ModelPackage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Against transformers: 500 prompts, by hand and by chance, with controls, emoji, scripts of many
/// kinds and thousands of words.
class ClipTokenizerTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private Path folder;

  @Test
  @Gate(kind = Gate.Kind.TOKENIZER, what = "numbers of CLIPTokenizer for 500 prompts")
  void numbersAreThoseOfTheLibrary() throws Exception {
    assertSameNumbers(tokenizer(copy()), "ids");
  }

  @Test
  @Gate(kind = Gate.Kind.TOKENIZER, what = "the same with the padding of the second SDXL tokenizer")
  void aPaddingThatIsAlsoAWordIsTheSpecialTokenEverywhere() throws Exception {
    Path config = copy().resolve("tokenizer/tokenizer_config.json");
    Files.writeString(
        config,
        Files.readString(config)
            .replace("\"pad_token\": \"<|endoftext|>\"", "\"pad_token\": \"!\""));

    assertSameNumbers(tokenizer(folder), "banged");
  }

  @Test
  void anOlderFolderNamesItsSpecialTokensInAFileOfTheirOwn() throws Exception {
    Files.writeString(
        copy().resolve("tokenizer/special_tokens_map.json"), "{\"pad_token\": \"!\"}");

    assertSameNumbers(tokenizer(folder), "banged");
  }

  @Test
  void vocabularyAndMergesMayLieInOneFile() throws Exception {
    Path tokenizer = copy().resolve("tokenizer");
    writeOneFile(tokenizer, "</w>");
    Files.delete(tokenizer.resolve("vocab.json"));
    Files.delete(tokenizer.resolve("merges.txt"));

    assertSameNumbers(tokenizer(folder), "ids");
  }

  @Test
  void theFastTokenizerIsTakenIfItHasTheSameTokens() throws Exception {
    Path tokenizer = copy().resolve("tokenizer");
    Path index = folder.resolve("model_index.json");
    Files.writeString(index, Files.readString(index).replace("CLIPTokenizer", "CLIPTokenizerFast"));
    writeOneFile(tokenizer, "</w>");
    assertSameNumbers(tokenizer(folder), "ids");

    Path merges = tokenizer.resolve("merges.txt");
    Files.writeString(merges, Files.readString(merges) + "x x</w>\n");
    refused("has other tokens in tokenizer.json than in vocab.json and merges.txt");
    writeOneFile(tokenizer, "");
    refused("was expected to have the end_of_word_suffix </w> of CLIP, found .");
  }

  private static void writeOneFile(Path tokenizer, String suffix) throws IOException {
    ObjectNode root = JSON.createObjectNode();
    ObjectNode model = root.putObject("model").put("type", "BPE");
    model.put("end_of_word_suffix", suffix);
    model.set("vocab", JSON.readTree(Files.readString(tokenizer.resolve("vocab.json"))));
    List<String> merges = Files.readAllLines(tokenizer.resolve("merges.txt"));
    merges.subList(1, merges.size()).forEach(model.withArray("merges")::add);
    Files.writeString(tokenizer.resolve("tokenizer.json"), JSON.writeValueAsString(root));
  }

  @Test
  void theWordsBeyondTheLengthAreNamed() throws Exception {
    ClipTokenizer tokenizer = tokenizer(copy());

    assertThat(tokenizer.lost("a ".repeat(75))).isEmpty();
    assertThat(tokenizer.lost("a ".repeat(74) + "red ball, Red castle"))
        .startsWith("ball", ",", "red")
        .endsWith("castle");
  }

  @Test
  void aWordOfAMillionLettersTakesSeconds() throws Exception {
    ClipTokenizer tokenizer = tokenizer(copy());

    Assertions.assertThatCode(() -> tokenizer.encode("redball".repeat(150_000)))
        .doesNotThrowAnyException();
    org.junit.jupiter.api.Assertions.assertTimeout(
        Duration.ofSeconds(30), () -> tokenizer.encode("redball".repeat(150_000)));
  }

  @Test
  void filesThatAreNoVocabularyAreRefusedByName() throws Exception {
    Path tokenizer = copy().resolve("tokenizer");
    Files.writeString(tokenizer.resolve("merges.txt"), "#version\na b\na b c\n");
    refused("was expected to have two symbols in merge 2, found \"a b c\"");

    Files.delete(tokenizer.resolve("merges.txt"));
    refused("tokenizer/merges.txt of model package tiny is missing");

    Files.writeString(tokenizer.resolve("merges.txt"), "");
    Files.writeString(tokenizer.resolve("vocab.json"), "{\"a\": 0.5}");
    refused("field a was expected to be a whole number, found 0.5");

    Files.writeString(tokenizer.resolve("vocab.json"), "{\"a\": 0}");
    refused("names the bos_token \"<|startoftext|>\", which is not in its vocabulary");

    Files.delete(tokenizer.resolve("vocab.json"));
    Files.writeString(tokenizer.resolve("tokenizer.json"), "{\"model\": {\"type\": \"Unigram\"}}");
    refused("was expected to have the type BPE of CLIP, found Unigram");
  }

  private void refused(String words) {
    assertThatThrownBy(() -> tokenizer(folder))
        .isInstanceOf(NodeFailure.class)
        .hasMessageContaining(words);
  }

  private static void assertSameNumbers(ClipTokenizer tokenizer, String field) throws IOException {
    JsonNode cases = JSON.readTree(Files.readString(ClipResources.path("prompts.json")));
    assertThat(cases.size()).isEqualTo(500);
    for (JsonNode each : cases) {
      String prompt = each.path("prompt").asString();
      assertThat(tokenizer.encode(prompt)).as("of <%s>", prompt).isEqualTo(padded(each, field));
      RecordGate.compared(0);
    }
  }

  private static long[] padded(JsonNode each, String field) {
    long[] given = each.path(field).valueStream().mapToLong(JsonNode::asLong).toArray();
    long[] row = Arrays.copyOf(given, 77);
    Arrays.fill(row, given.length, row.length, given[given.length - 1]);
    return row;
  }

  private Path copy() throws IOException {
    return ClipResources.copy("tiny-sd", folder);
  }

  private static ClipTokenizer tokenizer(Path folder) throws Exception {
    return ClipTokenizer.read(ModelPackage.open("tiny", folder).part("tokenizer"));
  }
}
