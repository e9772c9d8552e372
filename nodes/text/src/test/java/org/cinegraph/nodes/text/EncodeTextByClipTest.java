package org.cinegraph.nodes.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.artifact.Conditioning;
import org.cinegraph.nodes.tensor.golden.FolderContext;
import org.cinegraph.nodes.tensor.golden.Gate;
import org.cinegraph.nodes.tensor.golden.Golden;
import org.cinegraph.nodes.text.clip.ClipResources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `encode-text` with a folder as Stable Diffusion 1.5 comes in, of tiny random weights.
class EncodeTextByClipTest {
  private static final int WIDTH = 16;

  @TempDir private Path folder;

  @Test
  @Gate(kind = Gate.Kind.PIPELINE, what = "encode-text by SD 1.5", most = 1e-5)
  void aPromptAndTheEmptyOneAreWhatTheLibraryMakesOfThem() throws Exception {
    try (FolderContext context = new FolderContext(folder, ClipResources::path);
        Golden golden = Golden.beside(ClipResources.class, "conditionings")) {
      Conditioning conditioning = encode(context, "a photo of the red ball, café 😀");

      golden.assertClose(conditioning.hidden(), "short", 1e-5);
      assertThat(conditioning.present().values()).containsOnly(1).hasSize(2 * 77);
      assertThat(context.log()).isEmpty();
    }
  }

  @Test
  @Gate(kind = Gate.Kind.PIPELINE, what = "encode-text by SD 1.5", most = 1e-5)
  void aLongPromptIsCutAndTheRestNamed() throws Exception {
    try (FolderContext context = new FolderContext(folder, ClipResources::path);
        Golden golden = Golden.beside(ClipResources.class, "conditionings")) {
      golden.assertClose(encode(context, "red ball ".repeat(60)).hidden(), "long", 1e-5);
      assertThat(context.log())
          .singleElement()
          .satisfies(line ->
              assertThat(line).startsWith("Words that tiny-sd does not take in: ").contains("red"));
    }
  }

  @Test
  void aTokenizerThatDoesNotFitTheEncoderIsRefused() throws Exception {
    Path model = ClipResources.copy("tiny-sd", folder.resolve("tiny-sd"));
    Path config = model.resolve("tokenizer/tokenizer_config.json");
    Files.writeString(
        config,
        Files.readString(config).replace("\"model_max_length\": 77", "\"model_max_length\": 78"));

    refused("gives 78 numbers up to 692").hasMessageContaining("for 77 numbers below 693");
  }

  @Test
  @Gate(kind = Gate.Kind.PIPELINE, what = "encode-text by SD 1.5", most = 1e-5)
  void aNegativePromptStandsInPlaceOfTheEmptyOne() throws Exception {
    try (FolderContext context = new FolderContext(folder, ClipResources::path);
        Golden golden = Golden.beside(ClipResources.class, "conditionings_xl")) {
      golden.assertClose(encode(context, negative(0)).hidden(), "sd_negative", 1e-5);
      golden.assertClose(encode(context, negative(1)).hidden(), "sd_skipped", 1e-5);
      assertThatThrownBy(() -> encode(context, negative(3)))
          .isInstanceOf(NodeFailure.class)
          .hasMessageContaining("Parameter clip-skip: model package tiny-sd takes 0 to 2, found 3");
    }
  }

  @Test
  void anotherClassOfTokenizerOrEncoderIsRefusedByName() throws Exception {
    Path model = ClipResources.copy("tiny-sd", folder.resolve("tiny-sd"));
    Path index = model.resolve("model_index.json");
    Files.writeString(index, Files.readString(index).replace("CLIPTokenizer", "T5Tokenizer"));
    refused("The tokenizer of model package tiny-sd is a T5Tokenizer; known here: CLIPTokenizer");

    Path config = model.resolve("text_encoder/config.json");
    Files.writeString(config, Files.readString(config).replace("CLIPTextModel", "T5EncoderModel"));
    refused("is a T5EncoderModel; known here: ToyboxTextEncoder, CLIPTextModel, UMT5EncoderModel");
  }

  @Test
  void aSecondPromptIsRefused() throws Exception {
    try (FolderContext context = new FolderContext(folder, ClipResources::path)) {
      SequencedMap<String, Object> with = new LinkedHashMap<>();
      with.put("prompt", "a ball");
      with.put("prompt-2", "a ball");
      with.put("negative-2", "night");

      assertThatThrownBy(() -> encode(context, with))
          .isInstanceOf(NodeFailure.class)
          .hasMessageContaining("Parameter prompt-2 and negative-2: model package tiny-sd has no");
    }
  }

  private org.assertj.core.api.AbstractThrowableAssert<?, ?> refused(String words) {
    return assertThatThrownBy(
            () -> {
              try (FolderContext context = new FolderContext(folder, folder::resolve)) {
                encode(context, "a red ball");
              }
            })
        .isInstanceOf(NodeFailure.class)
        .hasMessageContaining(words);
  }

  private static Conditioning encode(FolderContext context, String prompt) throws Exception {
    SequencedMap<String, Object> with = new LinkedHashMap<>();
    with.put("prompt", prompt);
    return encode(context, with);
  }

  private static SequencedMap<String, Object> negative(int skipped) {
    SequencedMap<String, Object> with = new LinkedHashMap<>();
    with.put("prompt", "a photo of the red ball, café 😀");
    with.put("negative", "blurry, low quality");
    with.put("clip-skip", skipped);
    return with;
  }

  private static Conditioning encode(FolderContext context, SequencedMap<String, Object> with)
      throws Exception {
    with.put("model", "tiny-sd");
    ArtifactReference reference = context.run(new EncodeText(), with);
    return Conditioning.read(context.fetch(reference), "conditioning", WIDTH);
  }
}
