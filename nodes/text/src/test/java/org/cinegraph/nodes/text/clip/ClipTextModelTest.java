package org.cinegraph.nodes.text.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.cinegraph.graph.type.Dtype;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.WeightForm;
import org.cinegraph.nodes.tensor.array.LongTensor;
import org.cinegraph.nodes.tensor.array.Shape;
import org.cinegraph.nodes.tensor.golden.Gate;
import org.cinegraph.nodes.tensor.golden.Golden;
import org.cinegraph.nodes.tensor.model.ModelPackage;
import org.cinegraph.nodes.tensor.model.ModelPart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Against transformers: models with and without the projection, both activations, both rules for
/// the end token, old and new names of tensors, weights of 32 and of 16 bits.
class ClipTextModelTest {
  private static final double MOST = 1e-5;
  private static final double MOST_IN_16_BITS = 2e-2;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"text_quick", "text_erf", "projected_erf", "projected_half"})
  @Gate(
      kind = Gate.Kind.NETWORK,
      what = "CLIPTextModel and CLIPTextModelWithProjection, 4 tiny networks",
      most = MOST)
  void hiddenStatesAndPooledRowsAreThoseOfTheLibrary(String name) throws Exception {
    try (Golden golden = Golden.beside(ClipTextModelTest.class, name);
        ClipTextModel model = ClipTextModel.load(part(name)).model()) {
      LongTensor tokens = golden.longs("tokens");
      ClipTextModel.Encoded encoded = model.encode(tokens, 1);

      golden.assertClose(encoded.last(), "last", MOST);
      golden.assertClose(encoded.early(), "penultimate", MOST);
      golden.assertClose(encoded.pooled(), "pooled", MOST);
      golden.assertClose(model.encode(shortRows(tokens), 0).last(), "short", MOST);
    }
  }

  /// Transformers itself is up to 1.0e-2 away in bfloat16 and 1.5e-3 in float16.
  @ParameterizedTest
  @CsvSource({"text_quick, BF16", "projected_half, BF16", "text_erf, F16", "projected_half, F16"})
  @Gate(
      kind = Gate.Kind.NETWORK,
      what = "CLIP's text models in bf16 and f16, from float32",
      most = MOST_IN_16_BITS)
  void in16BitsTheyAreNearThoseIn32(String name, Dtype dtype) throws Exception {
    try (Golden golden = Golden.beside(ClipTextModelTest.class, name);
        ClipTextModel model =
            ClipTextModel.load(part(name).in(WeightForm.PLAIN.in(dtype))).model()) {
      ClipTextModel.Encoded encoded = model.encode(golden.longs("tokens"), 1);

      golden.assertClose(encoded.last(), "last", MOST_IN_16_BITS);
      golden.assertClose(encoded.pooled(), "pooled", MOST_IN_16_BITS);
      assertThat(Golden.relativeError(encoded.last().values(), golden.floats("last").values()))
          .isGreaterThan(MOST);
    }
  }

  @Test
  void aConfigurationThatContradictsTheWeightsIsRefusedWithAllDifferences() throws Exception {
    ClipResources.copy("networks", folder);
    Path config = folder.resolve("text_quick/config.json");
    Files.writeString(
        config,
        Files.readString(config)
            .replace("\"num_hidden_layers\": 3", "\"num_hidden_layers\": 4")
            .replace("\"vocab_size\": 97", "\"vocab_size\": 98"));
    ModelPart part = ModelPackage.open("networks", folder).part("text_quick");

    assertThatThrownBy(() -> ClipTextModel.load(part))
        .isInstanceOf(NodeFailure.class)
        .hasMessageContaining("do not fit CLIPTextModel: 16 missing: text_model.encoder.layers.3.")
        .hasMessageContaining("and 6 more; 1 of another shape:")
        .hasMessageContaining("token_embedding.weight (expected 98×24, found 97×24)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"hidden_act\": \"relu\" | the activation relu; known here: quick_gelu, gelu",
        "\"num_attention_heads\": 5 | width 24 cannot have 5 heads",
        "\"num_hidden_layers\": 2000000000 | a whole number from 1 to 1000, found 2000000000",
        "\"hidden_size\": \"wide\" | field hidden_size was expected to be a whole number",
      })
  void aConfigurationOfNoSuchModelIsRefused(String change) throws Exception {
    ClipResources.copy("networks", folder);
    String line = change.substring(0, change.indexOf(" | "));
    Path config = folder.resolve("text_quick/config.json");
    String field = line.substring(0, line.indexOf(':'));
    Files.writeString(config, Files.readString(config).replaceFirst(field + ": [^,]*", line));
    ModelPart part = ModelPackage.open("networks", folder).part("text_quick");

    assertThatThrownBy(() -> ClipTextModel.load(part))
        .isInstanceOf(NodeFailure.class)
        .hasMessageContaining(change.substring(change.indexOf(" | ") + 3));
  }

  private static ModelPart part(String name) throws Exception {
    return ModelPackage.open("networks", ClipResources.path("networks")).part(name);
  }

  /// The beginnings of the last two rows, as the script cut them.
  private static LongTensor shortRows(LongTensor tokens) {
    int length = Math.toIntExact(tokens.shape().sizes().getLast());
    long[] values =
        Arrays.copyOf(Arrays.copyOfRange(tokens.values(), 2 * length, 2 * length + 9), 18);
    System.arraycopy(tokens.values(), 3 * length, values, 9, 9);
    return LongTensor.of(Shape.of(2, 9), values);
  }
}
