package org.cinegraph.nodes.diffusion.kl;

import java.util.List;
import java.util.SequencedMap;
import org.cinegraph.nodes.tensor.array.Shape;
import org.cinegraph.nodes.tensor.golden.FullSize;
import org.cinegraph.nodes.tensor.golden.Gate;
import org.cinegraph.nodes.tensor.model.ModelConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The configurations of the released models, by the digest of what diffusers builds of them.
class AutoencoderTensorsTest {
  @ParameterizedTest
  @ValueSource(strings = {"sd15", "sdxl"})
  @Gate(
      kind = Gate.Kind.FULL_SIZE,
      what = "tensors of AutoencoderKL: SD 1.5, XL",
      figure = "names and shapes")
  void namesAndShapesAtFullSizeAreThoseOfTheLibrary(String name) throws Exception {
    ModelConfig golden =
        ModelConfig.read(KlResources.path("full_size.json"), "full_size.json").child(name);
    AutoencoderConfig config = AutoencoderConfig.read(golden.child("config"));

    SequencedMap<String, Shape> shapes = AutoencoderTensors.of(config, List.of()).shapes();

    FullSize.requireSame(shapes, golden);
  }
}
