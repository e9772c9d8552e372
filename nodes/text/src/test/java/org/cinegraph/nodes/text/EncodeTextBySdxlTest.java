package org.cinegraph.nodes.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.artifact.Conditioning;
import org.cinegraph.nodes.tensor.golden.FolderContext;
import org.cinegraph.nodes.tensor.golden.Gate;
import org.cinegraph.nodes.tensor.golden.Golden;
import org.cinegraph.nodes.text.clip.ClipResources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `encode-text` with folders as SDXL and its refiner come in, of tiny random weights, against the
/// pipelines of diffusers.
class EncodeTextBySdxlTest {
  private static final String PROMPT = "a photo of the red ball, café 😀";
  private static final String BAD = "blurry, low quality";

  @TempDir private Path folder;

  @Test
  @Gate(kind = Gate.Kind.PIPELINE, what = "encode-text by SDXL and its refiner", most = 1e-5)
  void withoutANegativePromptItsPlaceIsZeros() throws Exception {
    Conditioning conditioning = same("absent", Map.of());

    assertThat(conditioning.pooled().orElseThrow().shape().toString()).isEqualTo("2×14");
    assertThat(conditioning.hidden().values()[77 * 32]).isZero();
  }

  @Test
  @Gate(kind = Gate.Kind.PIPELINE, what = "encode-text by SDXL and its refiner", most = 1e-5)
  void anEmptyNegativePromptIsEncoded() throws Exception {
    same("empty", Map.of("negative", ""));
  }

  @Test
  @Gate(kind = Gate.Kind.PIPELINE, what = "encode-text by SDXL and its refiner", most = 1e-5)
  void aNegativePromptIsForBothEncoders() throws Exception {
    same("negative", Map.of("negative", BAD));
    same("negative", Map.of("negative", BAD, "prompt-2", "", "negative-2", BAD));
  }

  @Test
  @Gate(kind = Gate.Kind.PIPELINE, what = "encode-text by SDXL and its refiner", most = 1e-5)
  void theSecondEncoderMayBeToldOtherWords() throws Exception {
    same(
        "two",
        Map.of("prompt-2", "studio light! film grain", "negative", BAD, "negative-2", "night"));
  }

  @Test
  @Gate(kind = Gate.Kind.PIPELINE, what = "encode-text by SDXL and its refiner", most = 1e-5)
  void layersAreLeftOutForThePromptAlone() throws Exception {
    same("skipped", Map.of("negative", BAD, "clip-skip", 1));
  }

  @Test
  @Gate(kind = Gate.Kind.PIPELINE, what = "encode-text by SDXL and its refiner", most = 1e-5)
  void theRefinerHasTheSecondEncoderAlone() throws Exception {
    Path model = ClipResources.copy("tiny-sdxl", folder.resolve("tiny-sdxl"));
    change(
        model.resolve("model_index.json"),
        "\"text_encoder\": [\n    \"transformers\",\n    \"CLIPTextModel\"\n  ]",
        "\"text_encoder\": [null, null]");
    change(
        model.resolve("model_index.json"),
        "\"tokenizer\": [\n    \"transformers\",\n    \"CLIPTokenizer\"\n  ]",
        "\"tokenizer\": [null, null]");
    change(model.resolve("model_index.json"), "prompt\": true", "prompt\": false");

    try (FolderContext context = new FolderContext(folder, folder::resolve);
        Golden golden = Golden.beside(ClipResources.class, "conditionings_xl")) {
      Conditioning conditioning = encode(context, Map.of(), 20);
      golden.assertClose(conditioning.hidden(), "refiner", 1e-5);
      golden.assertClose(conditioning.pooled().orElseThrow(), "refiner_pooled", 1e-5);

      assertThatThrownBy(() -> encode(context, Map.of("prompt-2", "night"), 20))
          .isInstanceOf(NodeFailure.class)
          .hasMessageContaining("Parameter prompt-2: model package tiny-sdxl has no second text");
    }
  }

  @Test
  void whatCannotBeDoneIsRefusedByName() throws Exception {
    try (FolderContext context = new FolderContext(folder, ClipResources::path)) {
      assertThatThrownBy(() -> encode(context, Map.of("negative-2", "night"), 32))
          .isInstanceOf(NodeFailure.class)
          .hasMessageContaining("Parameter negative-2 is given without negative");
      assertThatThrownBy(() -> encode(context, Map.of("clip-skip", 3), 32))
          .isInstanceOf(NodeFailure.class)
          .hasMessageContaining("Parameter clip-skip: model package tiny-sdxl takes 0 to 2");
    }
  }

  @Test
  void wordsThatDoNotFitAreNamedOnce() throws Exception {
    try (FolderContext context = new FolderContext(folder, ClipResources::path)) {
      encode(context, Map.of("negative", "light " + "night ".repeat(80)), 32);

      assertThat(context.log()).containsExactly("Words that tiny-sdxl does not take in: night");
    }
  }

  private Conditioning same(String name, Map<String, Object> given) throws Exception {
    try (FolderContext context = new FolderContext(folder, ClipResources::path);
        Golden golden = Golden.beside(ClipResources.class, "conditionings_xl")) {
      Conditioning conditioning = encode(context, given, 32);
      golden.assertClose(conditioning.hidden(), name, 1e-5);
      golden.assertClose(conditioning.pooled().orElseThrow(), name + "_pooled", 1e-5);
      return conditioning;
    }
  }

  private static Conditioning encode(FolderContext context, Map<String, Object> given, int width)
      throws Exception {
    SequencedMap<String, Object> with = new LinkedHashMap<>(given);
    with.put("model", "tiny-sdxl");
    with.put("prompt", PROMPT);
    return Conditioning.read(context.fetch(context.run(new EncodeText(), with)), "text", width);
  }

  private static void change(Path file, String from, String to) throws Exception {
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
  }
}
