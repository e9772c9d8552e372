package org.cinegraph.nodes.text.clip;

import java.util.SequencedMap;
import org.cinegraph.nodes.tensor.array.Shape;
import org.cinegraph.nodes.tensor.golden.FullSize;
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

    FullSize.requireSame(shapes, golden);
  }
}
