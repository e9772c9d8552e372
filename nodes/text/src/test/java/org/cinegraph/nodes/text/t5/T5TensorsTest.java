package org.cinegraph.nodes.text.t5;

import java.util.SequencedMap;
import org.cinegraph.nodes.tensor.array.Shape;
import org.cinegraph.nodes.tensor.golden.FullSize;
import org.cinegraph.nodes.tensor.golden.Gate;
import org.cinegraph.nodes.tensor.model.ModelConfig;
import org.cinegraph.nodes.text.TextResources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The configurations of the released models, by the digest of what transformers builds of them.
class T5TensorsTest {
  @ParameterizedTest
  @ValueSource(strings = {"umt5-xxl", "t5-base"})
  @Gate(
      kind = Gate.Kind.FULL_SIZE,
      what = "tensors of T5's encoders: UMT5-XXL (Wan), T5-base (Stable Audio)",
      figure = "names and shapes")
  void namesAndShapesAtFullSizeAreThoseOfTheLibrary(String name) throws Exception {
    ModelConfig golden =
        ModelConfig.read(TextResources.path("t5/full_size.json"), "full_size.json").child(name);
    T5Config config = T5Config.read(golden.child("config"), name.startsWith("umt5"));

    SequencedMap<String, Shape> shapes = config.expected(T5Config.SHARED).shapes();

    FullSize.requireSame(shapes, golden);
  }
}
