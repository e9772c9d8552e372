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
import java.util.TreeMap;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.fuzz.Answers;
import org.cinegraph.nodes.tensor.fuzz.MutateFile;
import org.cinegraph.nodes.tensor.model.ModelPackage;
import org.cinegraph.nodes.tensor.safetensors.SafetensorsWriter;
import org.cinegraph.nodes.text.clip.ClipTextModel;
import org.cinegraph.nodes.text.clip.ClipTokenizer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MutatedTextPartsTest {
  private static final int FILES = Integer.getInteger("cinegraph.fuzz-files", 100_000) / 5;
  private static final Path TINY =
      Path.of("src/test/resources/org/cinegraph/nodes/text/clip/tiny-sd");
  private static final List<String> CHANGED =
      List.of(
          "model_index.json",
          "text_encoder/config.json",
          "tokenizer/tokenizer_config.json",
          "tokenizer/vocab.json",
          "tokenizer/merges.txt");

  @TempDir private Path folder;
  private final SequencedMap<String, String> whole = new LinkedHashMap<>();

  /// With weights that fit no configuration, so that reading ends before libtorch takes part.
  @BeforeEach
  void writeAPackage() throws IOException {
    for (String file : CHANGED) {
      Path target = folder.resolve(file);
      Files.createDirectories(target.getParent());
      whole.put(file, Files.readString(TINY.resolve(file)));
      Files.writeString(target, whole.get(file));
    }
    TreeMap<String, FloatTensor> weights = new TreeMap<>();
    weights.put("stranger", FloatTensor.of(new float[] {1}, 1));
    SafetensorsWriter.write(folder.resolve("text_encoder/model.safetensors"), weights);
  }

  @Test
  void whatIsNearlyATokenizerOrATextEncoderIsReadOrRefused() {
    int refused = Answers.of(FILES, this::readChanged);
    assertThat(refused).isBetween(FILES / 2, FILES);
  }

  private void readChanged(SplittableRandom random) throws NodeFailure, IOException {
    MutateFile mutate = new MutateFile(random);
    String file = CHANGED.get(random.nextInt(CHANGED.size()));
    String before = requireNonNull(whole.get(file));
    MutateFile.write(folder.resolve(file), changed(mutate, random, file, before));
    try {
      ModelPackage opened = ModelPackage.open("tiny", folder);
      ClipTokenizer tokenizer = ClipTokenizer.read(opened.part("tokenizer"));
      long[] numbers = tokenizer.encode("a photo of café 東京 😀");
      assertThat(numbers.length).isLessThan(1 << 17);
      if (file.equals("text_encoder/config.json")) {
        ClipTextModel.load(opened.part("text_encoder")).model().close();
      }
    } finally {
      MutateFile.write(folder.resolve(file), before.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static byte[] changed(
      MutateFile mutate, SplittableRandom random, String file, String before) {
    if (file.endsWith(".txt")) {
      return mutate.lines(before);
    }
    return random.nextInt(5) == 0
        ? mutate.bytes(before.getBytes(StandardCharsets.UTF_8))
        : mutate.json(before).getBytes(StandardCharsets.UTF_8);
  }
}
