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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `encode-text` with the text encoder of a folder as Wan comes in, of tiny random weights.
class EncodeTextByUmt5Test {
  private static final int WIDTH = 12;

  @TempDir private Path folder;

  @Test
  @Gate(kind = Gate.Kind.PIPELINE, what = "encode-text by Wan", most = 1e-5)
  void aPromptIsCleanedAndZerosStandBehindItsEnd() throws Exception {
    try (FolderContext context = context();
        Golden golden = Golden.beside(TextResources.class, "t5/conditionings")) {
      Conditioning conditioning =
          encode(context, "a photo of   the red ball, caf&eacute; 😀", "blurry");

      golden.assertClose(conditioning.hidden(), "pair", 1e-5);
      assertThat(conditioning.hidden().values()).endsWith(0, 0, 0);
      assertThat(conditioning.present().values()).hasSize(2 * 512).startsWith(1, 1).endsWith(0);
      assertThat(context.log()).isEmpty();
    }
  }

  @Test
  @Gate(kind = Gate.Kind.PIPELINE, what = "encode-text by Wan", most = 1e-5)
  void aLongPromptIsCutAndTheRestNamed() throws Exception {
    try (FolderContext context = context();
        Golden golden = Golden.beside(TextResources.class, "t5/conditionings")) {
      golden.assertClose(encode(context, "red ball 😀 ".repeat(300), null).hidden(), "long", 1e-5);
      assertThat(context.log())
          .singleElement()
          .satisfies(line ->
              assertThat(line)
                  .startsWith("Words that tiny-wan does not take in: ")
                  .contains("red", "ball", "😀"));
    }
  }

  @Test
  void whatIsForOtherFamiliesIsRefused() throws Exception {
    try (FolderContext context = context()) {
      SequencedMap<String, Object> with = new LinkedHashMap<>();
      with.put("model", "tiny-wan");
      with.put("prompt", "a ball");
      with.put("clip-skip", 1);
      assertThatThrownBy(() -> context.run(new EncodeText(), with))
          .isInstanceOf(NodeFailure.class)
          .hasMessageContaining("clip-skip: model package tiny-wan takes 0 to 0, found 1");
    }
  }

  @Test
  void aTokenizerThatDoesNotFitTheEncoderIsRefused() throws Exception {
    Path model = TextResources.copy("t5/tiny-wan", folder.resolve("tiny-wan"));
    Path config = model.resolve("tokenizer/tokenizer_config.json");
    Files.writeString(config, Files.readString(config).replace("{", "{\"extra_ids\": 500, "));
    try (FolderContext context = new FolderContext(folder, folder::resolve)) {
      assertThatThrownBy(() -> encode(context, "a ball", null))
          .isInstanceOf(NodeFailure.class)
          .hasMessageContaining("gives numbers up to 1099")
          .hasMessageContaining("found one for numbers below 712");
    }
  }

  private FolderContext context() throws Exception {
    return new FolderContext(folder, name -> TextResources.path("t5/" + name));
  }

  private static Conditioning encode(
      FolderContext context, String prompt, @org.jspecify.annotations.Nullable String negative)
      throws Exception {
    SequencedMap<String, Object> with = new LinkedHashMap<>();
    with.put("model", "tiny-wan");
    with.put("prompt", prompt);
    if (negative != null) {
      with.put("negative", negative);
    }
    ArtifactReference reference = context.run(new EncodeText(), with);
    return Conditioning.read(context.fetch(reference), "conditioning", WIDTH);
  }
}
