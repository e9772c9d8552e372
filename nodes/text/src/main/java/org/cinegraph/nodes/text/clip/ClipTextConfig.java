package org.cinegraph.nodes.text.clip;

import java.util.List;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.model.ModelConfig;
import org.cinegraph.nodes.tensor.program.ExpectedTensors;

/// What the configuration of a CLIP text model says, under transformers' names.
///
/// @param end number of the end token whose row is the pooled one; 2 in older configurations, which
///   means the largest number of the row instead
/// @param projection width of the projection; 0 for a model without one
record ClipTextConfig(
    int vocabulary,
    int width,
    int inner,
    int layers,
    int heads,
    int positions,
    String activation,
    double epsilon,
    int end,
    int projection) {
  private static final List<String> ACTIVATIONS = List.of("quick_gelu", "gelu");
  private static final int MOST = 1 << 20;
  private static final int MOST_LAYERS = 1000;
  private static final int END = 49407;

  static ClipTextConfig read(ModelConfig config, boolean projected) throws NodeFailure {
    String activation = config.text("hidden_act");
    if (!ACTIVATIONS.contains(activation)) {
      throw NodeFailure.user(
          "unknown-architecture",
          "A CLIP text model with the activation %s; known here: %s."
              .formatted(activation, String.join(", ", ACTIVATIONS)));
    }
    int width = config.count("hidden_size", MOST);
    int heads = config.count("num_attention_heads", width);
    if (width % heads != 0) {
      throw NodeFailure.user(
          "model-config",
          "A CLIP text model of width %d cannot have %d heads: they must divide it."
              .formatted(width, heads));
    }
    return new ClipTextConfig(
        config.count("vocab_size", 1 << 24),
        width,
        config.count("intermediate_size", MOST),
        config.count("num_hidden_layers", MOST_LAYERS),
        heads,
        config.count("max_position_embeddings", MOST),
        activation,
        config.isSet("layer_norm_eps") ? config.number("layer_norm_eps") : 1e-5,
        config.integer("eos_token_id", END),
        projected ? config.count("projection_dim", MOST) : 0);
  }

  /// @param at what stands before the names of the tensors
  ExpectedTensors expected(String at) {
    ExpectedTensors expected =
        new ExpectedTensors()
            .ignore(at + "embeddings.position_ids")
            .add(at + "embeddings.token_embedding.weight", vocabulary, width)
            .add(at + "embeddings.position_embedding.weight", positions, width)
            .addLayer(at + "final_layer_norm", width);
    for (int i = 0; i < layers; i++) {
      String layer = at + "encoder.layers." + i + ".";
      for (String projection : List.of("q_proj", "k_proj", "v_proj", "out_proj")) {
        expected.addLayer(layer + "self_attn." + projection, width, width);
      }
      expected
          .addLayer(layer + "layer_norm1", width)
          .addLayer(layer + "layer_norm2", width)
          .addLayer(layer + "mlp.fc1", inner, width)
          .addLayer(layer + "mlp.fc2", width, inner);
    }
    return projection == 0 ? expected : expected.add("text_projection.weight", projection, width);
  }
}
