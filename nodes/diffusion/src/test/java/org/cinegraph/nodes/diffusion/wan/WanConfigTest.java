package org.cinegraph.nodes.diffusion.wan;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.model.ModelPackage;
import org.cinegraph.nodes.tensor.model.ModelPart;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is said of configurations of other networks, of none, and of other weights.
class WanConfigTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"image_dim\": 1280 | not done here: image_dim expected null, found 1280. Take a model of Wan",
        "\"added_kv_proj_dim\": 5120 | added_kv_proj_dim expected null, found 5120",
        "\"qk_norm\": \"layer_norm\" | qk_norm expected \"rms_norm_across_heads\", found \"layer_norm\"",
        "\"patch_size\": [1, 2] | field patch_size was expected to be 3 whole numbers from 1 to 16",
        "\"attention_head_dim\": 16 | field attention_head_dim was expected to be an even number whose third is even, too, found 16",
        "\"freq_dim\": 31 | field freq_dim was expected to be an even number, found 31",
        "\"num_layers\": 0 | field num_layers was expected to be a whole number from 1 to 1000, found 0",
        "\"cross_attn_norm\": null | field cross_attn_norm was expected to be true or false",
        "\"ffn_dim\": 41 | ffn.net.0.proj.weight (expected 41×24, found 40×24)",
        "\"num_layers\": 2 | not known to it: blocks.2.attn1.norm_k.weight",
      })
  void aConfigurationOfNoSuchModelIsRefused(String change) throws Exception {
    String line = change.substring(0, change.indexOf(" | "));
    Path config = WanResources.copy("three_layers", folder).resolve("config.json");
    String field = line.substring(0, line.indexOf(':'));
    String text = Files.readString(config);
    Files.writeString(config, text.replaceFirst(field + ": (\\[[^]]*]|[^,\\n]*)", line));
    ModelPart part = ModelPackage.open("folder", folder).part("three_layers");

    assertThatThrownBy(() -> WanTransformer3DModel.load(part))
        .isInstanceOf(NodeFailure.class)
        .hasMessageContaining(change.substring(change.indexOf(" | ") + 3));
  }
}
