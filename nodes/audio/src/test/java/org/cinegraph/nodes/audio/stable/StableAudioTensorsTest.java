package org.cinegraph.nodes.audio.stable;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.SequencedMap;
import java.util.TreeMap;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.nodes.tensor.array.Shape;
import org.cinegraph.nodes.tensor.golden.Gate;
import org.cinegraph.nodes.tensor.model.ModelConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The configurations of Stable Audio Open 1.0, by the digest of what diffusers builds of them.
class StableAudioTensorsTest {
  @ParameterizedTest
  @ValueSource(strings = {"transformer", "projection_model", "vae"})
  @Gate(
      kind = Gate.Kind.FULL_SIZE,
      what = "tensors of Stable Audio Open 1.0: transformer, projection, autoencoder",
      figure = "names and shapes")
  void namesAndShapesAtFullSizeAreThoseOfTheLibrary(String name) throws Exception {
    ModelConfig golden =
        ModelConfig.read(StableAudioResources.path("full_size.json"), "full_size.json").child(name);
    ModelConfig config = golden.child("config");

    SequencedMap<String, Shape> shapes =
        switch (name) {
          case "transformer" -> StableAudioDiTConfig.read(config).expected().shapes();
          case "vae" -> OobleckConfig.read(config).expected().shapes();
          default -> StableAudioProjectionModel.expected(config).shapes();
        };

    String lines =
        new TreeMap<>(shapes)
            .entrySet().stream()
                .map(tensor -> tensor.getKey() + " " + sizes(tensor.getValue()) + "\n")
                .collect(joining());
    assertThat(shapes).hasSize(golden.integer("tensors"));
    assertThat(shapes.values().stream().mapToLong(Shape::elements).sum())
        .isEqualTo((long) golden.number("parameters"));
    assertThat(Digest.of(lines).toString()).isEqualTo(golden.text("sha256"));
  }

  private static String sizes(Shape shape) {
    return shape.sizes().stream().map(String::valueOf).collect(joining("x"));
  }
}
