package org.cinegraph.nodes.video.upsample;

import org.cinegraph.nodes.tensor.golden.ExamplePackages;
import org.cinegraph.nodes.tensor.golden.Gate;
import org.cinegraph.nodes.tensor.golden.Golden;
import org.junit.jupiter.api.Test;

class ToyboxUpsamplerTest {
  @Test
  @Gate(kind = Gate.Kind.NETWORK, what = "upsampler of toybox", most = 1e-5)
  void largerFramesAreThoseOfTheRecipe() throws Exception {
    try (Golden golden = Golden.beside(ToyboxUpsamplerTest.class, "upsampler");
        ToyboxUpsampler upsampler =
            ToyboxUpsampler.load(ExamplePackages.open("toybox").part("upsampler")).model()) {
      golden.assertClose(upsampler.upsample(golden.floats("low")), "high", 1e-5);
    }
  }
}
