package org.cinegraph.nodes.text.clip;

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

/// The configurations of the released models, by the digest of what transformers builds of them.
class ClipTensorsTest {
  @ParameterizedTest
  @ValueSource(strings = {"sd15", "sd2", "sdxl_2"})
  @Gate(
      kind = Gate.Kind.FULL_SIZE,
      what = "tensors of CLIP's text models: SD 1.5, 2, XL",
      figure = "names and shapes")
  void namesAndShapesAtFullSizeAreThoseOfTheLibrary(String name) throws Exception {
    ModelConfig golden =
        ModelConfig.read(ClipResources.path("full_size.json"), "full_size.json").child(name);
    boolean projected = name.equals("sdxl_2");
    ClipTextConfig config = ClipTextConfig.read(golden.child("config"), projected);

    SequencedMap<String, Shape> shapes = config.expected("text_model.").shapes();

    String lines =
        new TreeMap<>(shapes)
            .entrySet().stream()
                .map(tensor -> tensor.getKey() + " " + sizes(tensor.getValue()) + "\n")
                .collect(joining());
    assertThat(shapes).hasSize(golden.integer("tensors"));
    assertThat(shapes.values().stream().mapToLong(Shape::elements).sum())
        .isEqualTo(golden.integer("parameters"));
    assertThat(Digest.of(lines).toString()).isEqualTo(golden.text("sha256"));
  }

  private static String sizes(Shape shape) {
    return shape.sizes().stream().map(String::valueOf).collect(joining("x"));
  }
}
