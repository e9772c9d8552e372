package org.cinegraph.nodes.text.t5;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.cinegraph.graph.type.Dtype;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.WeightForm;
import org.cinegraph.nodes.tensor.golden.Gate;
import org.cinegraph.nodes.tensor.golden.Golden;
import org.cinegraph.nodes.tensor.model.ModelPackage;
import org.cinegraph.nodes.tensor.model.ModelPart;
import org.cinegraph.nodes.text.TextResources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Against transformers: distances known once or by every layer, with and without a gate, prompts
/// of several lengths in one batch, both names of the table of tokens, weights of 32 and 16 bits.
class T5EncoderModelTest {
  private static final double MOST = 1e-5;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"t5_relu", "t5_gated", "umt5_gated", "umt5_half"})
  @Gate(
      kind = Gate.Kind.NETWORK,
      what = "T5EncoderModel and UMT5EncoderModel, 4 tiny networks",
      most = MOST)
  void hiddenStatesAreThoseOfTheLibrary(String name) throws Exception {
    ModelPart part = open(TextResources.path("t5/networks")).part(name);
    try (Golden golden = Golden.beside(T5EncoderModelTest.class, name);
        T5EncoderModel model = T5EncoderModel.load(part).model()) {
      golden.assertClose(
          model.encode(golden.longs("tokens"), golden.floats("present"), () -> {}), "hidden", MOST);
    }
  }

  @Test
  void aConfigurationThatContradictsTheWeightsIsRefusedWithAllDifferences() throws Exception {
    refused("\"num_layers\": 3", "\"num_layers\": 4")
        .hasMessageContaining("do not fit T5EncoderModel: 8 missing: encoder.block.3.");
    refused("\"num_heads\": 3", "\"num_heads\": 4")
        .hasMessageContaining("expected 28×24, found 21×24");
  }

  @Test
  void aConfigurationOfNoSuchModelIsRefused() throws Exception {
    refused("\"relu\"", "\"gated-silu\"")
        .hasMessageContaining("feed-forward layers gated-silu; known here: relu, gated-relu");
    refused("\"relative_attention_num_buckets\": 8", "\"relative_attention_num_buckets\": 6")
        .hasMessageContaining("6 buckets for distances up to 20; expected a multiple of 4");
    refused("\"num_layers\": 3", "\"num_layers\": 0")
        .hasMessageContaining("from 1 to 1000, found 0");
  }

  private org.assertj.core.api.AbstractThrowableAssert<?, ?> refused(String old, String changed)
      throws Exception {
    TextResources.copy("t5/networks", folder);
    Path config = folder.resolve("t5_relu/config.json");
    Files.writeString(config, Files.readString(config).replace(old, changed));
    ModelPart part = open(folder).part("t5_relu");
    return assertThatThrownBy(() -> T5EncoderModel.load(part)).isInstanceOf(NodeFailure.class);
  }

  @Test
  void anotherTypeThanFloat32IsRefusedInASentence() throws Exception {
    ModelPart part = open(TextResources.path("t5/networks")).part("t5_relu");

    assertThatThrownBy(() -> T5EncoderModel.load(part.in(WeightForm.PLAIN.in(Dtype.BF16))))
        .isInstanceOf(NodeFailure.class)
        .hasMessageContaining(
            "t5_relu of model package networks computes in f32 alone, found dtype bf16.");
  }

  private static ModelPackage open(Path path) throws Exception {
    return ModelPackage.open("networks", path);
  }
}
