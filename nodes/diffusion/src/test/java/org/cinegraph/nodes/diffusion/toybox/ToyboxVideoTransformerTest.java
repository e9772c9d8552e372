package org.cinegraph.nodes.diffusion.toybox;

import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.array.LongTensor;
import org.cinegraph.nodes.tensor.golden.ExamplePackages;
import org.cinegraph.nodes.tensor.golden.Gate;
import org.cinegraph.nodes.tensor.golden.Golden;
import org.cinegraph.nodes.tensor.model.ModelPackage;
import org.cinegraph.nodes.text.toybox.ToyboxTextEncoder;
import org.junit.jupiter.api.Test;

class ToyboxVideoTransformerTest {
  @Test
  @Gate(kind = Gate.Kind.NETWORK, what = "video transformer of toybox", most = 1e-5)
  void velocitiesAreThoseOfTheRecipe() throws Exception {
    ModelPackage toybox = ExamplePackages.open("toybox");
    try (Golden golden = Golden.beside(ToyboxVideoTransformerTest.class, "transformer");
        ToyboxTextEncoder text = ToyboxTextEncoder.load(toybox.part("text_encoder")).model();
        ToyboxVideoTransformer transformer =
            ToyboxVideoTransformer.load(toybox.part("transformer")).model()) {
      LongTensor tokens = golden.longs("tokens");

      FloatTensor velocity =
          transformer.velocity(
              golden.floats("latents"),
              golden.floats("t"),
              text.encode(tokens),
              ToyboxTextEncoder.present(tokens));

      golden.assertClose(velocity, "velocity", 1e-5);
    }
  }
}
