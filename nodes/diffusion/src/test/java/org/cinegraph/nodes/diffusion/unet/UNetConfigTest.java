package org.cinegraph.nodes.diffusion.unet;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.AbstractThrowableAssert;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.model.ModelPackage;
import org.cinegraph.nodes.tensor.model.ModelPart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is said of configurations of other networks, of none, and of other weights.
class UNetConfigTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"class_embed_type\": \"projection\" | class_embed_type expected null, found \"projection\"",
        "\"only_cross_attention\": true | only_cross_attention expected false or null, found true",
        "\"encoder_hid_dim_type\": \"text_proj\" | expected null, found \"text_proj\"",
        "\"addition_embed_type\": \"image\" | expected \"text_time\" or null, found \"image\"",
        "\"resnet_time_scale_shift\": \"scale_shift\" | expected \"default\" or null",
        "\"mid_block_type\": null | expected \"UNetMidBlock2DCrossAttn\"",
        "\"num_attention_heads\": 4 | num_attention_heads expected null, found 4",
        "\"time_cond_proj_dim\": 255 | time_cond_proj_dim was expected to be an even number, found 255",
        "\"act_fn\": \"gelu\" | act_fn expected \"silu\" or \"swish\" or null, found \"gelu\"",
        "\"norm_num_groups\": null | field norm_num_groups was expected to be a whole number",
        "\"flip_sin_to_cos\": null | field flip_sin_to_cos was expected to be true or false",
        "\"norm_num_groups\": 5 | field norm_num_groups was expected to divide the 6 channels",
        "\"attention_head_dim\": 5 | field attention_head_dim was expected to divide the 6 channels",
        "\"attention_head_dim\": [1, 2] | expected to be 3 whole numbers from 1 to 65536, or one",
        "\"transformer_layers_per_block\": 2000000000 | a whole number from 1 to 64, found 2000000000",
        "\"layers_per_block\": [1, 1, 17] | 3 whole numbers from 1 to 16, or one for all, found [1,1,17]",
        "\"cross_attention_dim\": [9, 8, 9] | cross_attention_dim was expected to be the same for all",
        "\"block_out_channels\": [] | block_out_channels was expected to have 1 to 8 numbers, found 0",
        "\"block_out_channels\": \"6\" | field block_out_channels was expected to be a list of whole",
        "\"conv_in_kernel\": 2 | field conv_in_kernel was expected to be an odd number up to 15, found 2",
        "\"down_block_types\": [\"AttnDownBlock2D\", \"DownBlock2D\", \"DownBlock2D\"] | down_block_types was expected to be 3 of DownBlock2D and CrossAttnDownBlock2D, found",
        "\"up_block_types\": [\"UpBlock2D\"] | was expected to be 3 of UpBlock2D and CrossAttnUpBlock2D",
        "\"addition_embed_type\": \"text_time\" | field addition_time_embed_dim was expected",
      })
  void aConfigurationOfNoSuchModelIsRefused(String change) throws Exception {
    change("sd2_heads", change.substring(0, change.indexOf(" | ")));

    refused("sd2_heads").hasMessageContaining(change.substring(change.indexOf(" | ") + 3));
  }

  @Test
  void allThatIsNotDoneIsNamedAtOnce() throws Exception {
    change(
        "sd2_heads",
        "\"class_embeddings_concat\": true",
        "\"cross_attention_norm\": \"group_norm\"");

    refused("sd2_heads")
        .hasMessageContaining("sd2_heads/config.json of model package folder describes a variant")
        .hasMessageContaining("class_embeddings_concat expected false or null, found true; ")
        .hasMessageContaining("cross_attention_norm expected null, found \"group_norm\"");
  }

  @Test
  void aConfigurationThatContradictsTheWeightsIsRefusedWithAllDifferences() throws Exception {
    change("sd2_heads", "\"cross_attention_dim\": 8", "\"layers_per_block\": [1, 1, 2]");

    refused("sd2_heads")
        .hasMessageContaining("do not fit UNet2DConditionModel: ")
        .hasMessageContaining(" missing: down_blocks.2.resnets.1.norm1.weight")
        .hasMessageContaining("attn2.to_k.weight (expected 6×8, found 6×9)");
  }

  private AbstractThrowableAssert<?, ? extends Throwable> refused(String network) throws Exception {
    ModelPart part = ModelPackage.open("folder", folder).part(network);
    return assertThatThrownBy(() -> UNet2DConditionModel.load(part))
        .isInstanceOf(NodeFailure.class);
  }

  /// @param lines each `"field": value`, in place of what the configuration says of the field
  private void change(String network, String... lines) throws Exception {
    Path config = UNetResources.copy(network, folder).resolve("config.json");
    String text = Files.readString(config);
    for (String line : lines) {
      String field = line.substring(0, line.indexOf(':'));
      text = text.replaceFirst(field + ": (\\[[^]]*]|[^,\\n]*)", line);
    }
    Files.writeString(config, text);
  }
}
