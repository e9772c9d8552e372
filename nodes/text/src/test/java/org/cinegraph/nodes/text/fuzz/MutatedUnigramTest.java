package org.cinegraph.nodes.text.fuzz;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.fuzz.Answers;
import org.cinegraph.nodes.tensor.fuzz.MutateFile;
import org.cinegraph.nodes.tensor.model.ModelPackage;
import org.cinegraph.nodes.text.TextResources;
import org.cinegraph.nodes.text.unigram.UnigramTokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MutatedUnigramTest {
  private static final int FILES = Integer.getInteger("cinegraph.fuzz-files", 100_000) / 50;
  private static final String PROMPT = "  a photo of café 東京 ｶﾞ ① <extra_id_0> 😀\u0000 </s>";

  @TempDir private Path folder;
  private final SequencedMap<String, byte[]> whole = new LinkedHashMap<>();

  @Test
  void whatIsNearlyATokenizerIsReadOrRefused() throws Exception {
    TextResources.copy("t5/tiny-wan/tokenizer", folder.resolve("tokenizer"));
    Files.writeString(
        folder.resolve("model_index.json"),
        "{\"tokenizer\": [\"transformers\", \"T5TokenizerFast\"]}");
    remember("tokenizer.json", "tokenizer_config.json");
    assertThat(Answers.of(FILES, this::readChanged)).isBetween(FILES / 10, FILES);
  }

  @Test
  void soIsWhatIsNearlyASentencePieceModel() throws Exception {
    TextResources.copy("unigram/plain", folder);
    Files.delete(folder.resolve("tokenizer/tokenizer.json"));
    remember("spiece.model");
    assertThat(Answers.of(FILES, this::readChanged)).isBetween(1, FILES);
  }

  private void remember(String... files) throws IOException {
    for (String file : files) {
      whole.put(file, Files.readAllBytes(folder.resolve("tokenizer").resolve(file)));
    }
  }

  private void readChanged(SplittableRandom random) throws NodeFailure, IOException {
    MutateFile mutate = new MutateFile(random);
    List<String> files = List.copyOf(whole.sequencedKeySet());
    String file = files.get(random.nextInt(files.size()));
    byte[] before = requireNonNull(whole.get(file));
    Path path = folder.resolve("tokenizer").resolve(file);
    MutateFile.write(path, changed(mutate, random, file, before));
    try {
      ModelPackage opened = ModelPackage.open("tiny", folder);
      UnigramTokenizer tokenizer = UnigramTokenizer.read(opened.part("tokenizer"));
      assertThat(tokenizer.encode(PROMPT, 40).length).isBetween(1, 40);
      tokenizer.lost(PROMPT, 5);
    } finally {
      MutateFile.write(path, before);
    }
  }

  private static byte[] changed(
      MutateFile mutate, SplittableRandom random, String file, byte[] before) {
    return file.endsWith(".model") || random.nextInt(5) == 0
        ? mutate.bytes(before)
        : mutate.json(new String(before, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
  }
}
