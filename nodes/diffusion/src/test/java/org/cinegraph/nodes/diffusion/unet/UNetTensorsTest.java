package org.cinegraph.nodes.diffusion.unet;

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
class UNetTensorsTest {
  @ParameterizedTest
  @ValueSource(strings = {"sd15", "sd2", "sdxl", "refiner"})
  @Gate(
      kind = Gate.Kind.FULL_SIZE,
      what = "tensors of UNet2DConditionModel: SD 1.5, 2, XL, refiner",
      figure = "names and shapes")
  void namesAndShapesOfTheRealConfigurationsAreThoseOfTheLibrary(String name) throws Exception {
    Path full = UNetResources.path("full");
    ModelConfig digest = ModelConfig.read(full.resolve("digests.json"), "digests.json").child(name);
    ModelConfig config = ModelConfig.read(full.resolve(name + "/config.json"), name);
    SequencedMap<String, Shape> shapes = UNetTensors.of(UNetConfig.read(config)).shapes();

    FullSize.requireSame(shapes, digest);
  }
}
