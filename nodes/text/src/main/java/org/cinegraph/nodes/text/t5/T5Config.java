package org.cinegraph.nodes.text.t5;

import java.util.List;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.model.ModelConfig;
import org.cinegraph.nodes.tensor.program.ExpectedTensors;

/// What the configuration of an encoder of T5's kind says, under transformers' names.
///
/// @param headWidth of a head; the heads together may be wider or narrower than the model
/// @param buckets of distances between words, half of them for each direction
/// @param distance from which on all distances are alike
/// @param gated whether the activation is a gate for a second layer
/// @param biasInEveryLayer whether each layer has its own table of distances, as UMT5, or all share
///   that of the first, as T5
record T5Config(
    int vocabulary,
    int width,
    int headWidth,
    int inner,
    int layers,
    int heads,
    int buckets,
    int distance,
    String activation,
    boolean gated,
    double epsilon,
    boolean biasInEveryLayer) {
  static final String SHARED = "shared.weight";
  static final String EMBEDDED = "encoder.embed_tokens.weight";

  private static final String GATED = "gated-";
  private static final List<String> FEEDS = List.of("relu", "gated-relu", "gated-gelu");
  private static final int MOST = 1 << 20;
  private static final int MOST_LAYERS = 1000;

  static T5Config read(ModelConfig config, boolean biasInEveryLayer) throws NodeFailure {
    String feed = config.isSet("feed_forward_proj") ? config.text("feed_forward_proj") : "relu";
    if (!FEEDS.contains(feed)) {
      throw NodeFailure.user(
          "unknown-architecture",
          "An encoder of T5's kind with the feed-forward layers %s; known here: %s."
              .formatted(feed, String.join(", ", FEEDS)));
    }
    int buckets = config.integer("relative_attention_num_buckets", 32);
    int distance = config.integer("relative_attention_max_distance", 128);
    if (buckets < 4 || buckets % 4 != 0 || buckets > MOST || distance <= buckets / 4) {
      throw NodeFailure.user(
          "model-config",
          "%s: %d buckets for distances up to %d; expected a multiple of 4, and distances above a quarter of it."
              .formatted(config.label(), buckets, distance));
    }
    int heads = config.count("num_heads", MOST);
    int headWidth = config.count("d_kv", MOST);
    if ((long) heads * headWidth > MOST) {
      throw NodeFailure.user(
          "model-config",
          "%s: num_heads times d_kv was expected to be at most %d, found %d times %d."
              .formatted(config.label(), MOST, heads, headWidth));
    }
    return new T5Config(
        config.count("vocab_size", 1 << 24),
        config.count("d_model", MOST),
        headWidth,
        config.count("d_ff", MOST),
        config.count("num_layers", MOST_LAYERS),
        heads,
        buckets,
        distance,
        feed.endsWith("relu") ? "relu" : "gelu",
        feed.startsWith(GATED),
        config.isSet("layer_norm_epsilon") ? config.number("layer_norm_epsilon") : 1e-6,
        biasInEveryLayer);
  }

  /// Buckets for one direction.
  int half() {
    return buckets / 2;
  }

  /// Distances that have a bucket of their own.
  int exact() {
    return buckets / 4;
  }

  double logFar() {
    return Math.log((double) distance / exact());
  }

  String layer(int index) {
    return "encoder.block." + index + ".";
  }

  /// The table of distances that a layer goes by.
  String biasOf(int index) {
    return layer(biasInEveryLayer ? index : 0)
        + "layer.0.SelfAttention.relative_attention_bias.weight";
  }

  /// @param table the name of the tokens' table, which files have under one or both of two names
  ExpectedTensors expected(String table) {
    int all = heads * headWidth;
    ExpectedTensors expected =
        new ExpectedTensors()
            .add(table, vocabulary, width)
            .ignore(table.equals(SHARED) ? EMBEDDED : SHARED)
            .add("encoder.final_layer_norm.weight", width);
    for (int i = 0; i < layers; i++) {
      String attention = layer(i) + "layer.0.SelfAttention.";
      for (String projection : List.of("q", "k", "v")) {
        expected.add(attention + projection + ".weight", all, width);
      }
      expected.add(attention + "o.weight", width, all);
      if (biasInEveryLayer || i == 0) {
        expected.add(biasOf(i), buckets, heads);
      }
      String feed = layer(i) + "layer.1.DenseReluDense.";
      for (String inward : gated ? List.of("wi_0", "wi_1") : List.of("wi")) {
        expected.add(feed + inward + ".weight", inner, width);
      }
      expected
          .add(feed + "wo.weight", width, inner)
          .add(layer(i) + "layer.0.layer_norm.weight", width)
          .add(layer(i) + "layer.1.layer_norm.weight", width);
    }
    return expected;
  }
}
