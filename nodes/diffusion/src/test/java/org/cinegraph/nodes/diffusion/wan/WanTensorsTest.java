package org.cinegraph.nodes.diffusion.wan;

import java.nio.file.Path;
import java.util.SequencedMap;
import org.cinegraph.nodes.tensor.array.Shape;
import org.cinegraph.nodes.tensor.golden.FullSize;
import org.cinegraph.nodes.tensor.golden.Gate;
import org.cinegraph.nodes.tensor.model.ModelConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The tensors of the released models, by the digests of what diffusers builds of the same
/// configurations.
class WanTensorsTest {
  @ParameterizedTest
  @ValueSource(strings = {"wan21_1_3b", "wan21_14b", "wan22_5b"})
  @Gate(
      kind = Gate.Kind.FULL_SIZE,
      what = "tensors of WanTransformer3DModel: 2.1 1.3B and 14B, 2.2 5B",
      figure = "names and shapes")
  void namesAndShapesOfTheRealConfigurationsAreThoseOfTheLibrary(String name) throws Exception {
    Path full = WanResources.path("full");
    ModelConfig digest = ModelConfig.read(full.resolve("digests.json"), "digests.json").child(name);
    ModelConfig config = ModelConfig.read(full.resolve(name + "/config.json"), name);
    SequencedMap<String, Shape> shapes = WanTensors.of(WanConfig.read(config)).shapes();

    FullSize.requireSame(shapes, digest);
  }
}
