package org.cinegraph.nodes.diffusion.unet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.model.ModelConfig;

/// The fields that make a UNet2DConditionModel another network than that of Stable Diffusion. Their
/// usual values are accepted; others are refused by name, because the result would be wrong and
/// often the weights would fit all the same.
final class UNetVariants {
  private static final List<String> NONE = List.of("null");
  private static final List<String> OFF = List.of("false", "null");
  private static final List<String> ONE = List.of("1", "1.0");

  /// Field to the values that are done here, as JSON; an absent field has the first or null.
  private static final SequencedMap<String, List<String>> DONE = new LinkedHashMap<>();

  static {
    DONE.put("act_fn", List.of("\"silu\"", "\"swish\"", "null"));
    DONE.put("addition_embed_type", List.of("\"text_time\"", "null"));
    DONE.put("attention_type", List.of("\"default\"", "null"));
    DONE.put("center_input_sample", OFF);
    DONE.put("class_embed_type", NONE);
    DONE.put("class_embeddings_concat", OFF);
    DONE.put("cross_attention_norm", NONE);
    DONE.put("downsample_padding", List.of("1", "null"));
    DONE.put("dual_cross_attention", OFF);
    DONE.put("encoder_hid_dim", NONE);
    DONE.put("encoder_hid_dim_type", NONE);
    DONE.put("mid_block_only_cross_attention", OFF);
    DONE.put("mid_block_scale_factor", ONE);
    DONE.put(
        "mid_block_type",
        List.of("\"UNetMidBlock2DCrossAttn\"", "\"UNetMidBlock2DCrossAttn_New\""));
    DONE.put("num_attention_heads", NONE);
    DONE.put("num_class_embeds", NONE);
    DONE.put("only_cross_attention", OFF);
    DONE.put("resnet_out_scale_factor", ONE);
    DONE.put("resnet_skip_time_act", OFF);
    DONE.put("resnet_time_scale_shift", List.of("\"default\"", "null"));
    DONE.put("reverse_transformer_layers_per_block", NONE);
    DONE.put("time_embedding_act_fn", NONE);
    DONE.put("time_embedding_type", List.of("\"positional\"", "null"));
    DONE.put("timestep_post_act", NONE);
  }

  private UNetVariants() {}

  /// @throws NodeFailure fields ask for what is not done here; all of them are named
  static void refuse(ModelConfig config) throws NodeFailure {
    List<String> refused = new ArrayList<>();
    for (Map.Entry<String, List<String>> each : DONE.entrySet()) {
      String field = each.getKey();
      String found = config.json(field);
      if (config.has(field) && !each.getValue().contains(found)) {
        refused.add(
            "%s expected %s, found %s"
                .formatted(field, String.join(" or ", each.getValue()), found));
      }
    }
    if (!refused.isEmpty()) {
      throw NodeFailure.user(
          "unknown-architecture",
          "%s describes a variant of UNet2DConditionModel that is not done here: %s. Take a model of Stable Diffusion 1, 2 or XL."
              .formatted(config.label(), String.join("; ", refused)));
    }
  }
}
