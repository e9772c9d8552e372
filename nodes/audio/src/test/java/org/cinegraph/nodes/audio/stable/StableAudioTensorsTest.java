package org.cinegraph.nodes.audio.stable;

import java.util.SequencedMap;
import org.cinegraph.nodes.tensor.array.Shape;
import org.cinegraph.nodes.tensor.golden.FullSize;
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

    FullSize.requireSame(shapes, golden);
  }
}
