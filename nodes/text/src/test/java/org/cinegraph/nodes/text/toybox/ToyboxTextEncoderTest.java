package org.cinegraph.nodes.text.toybox;

import org.cinegraph.nodes.tensor.golden.ExamplePackages;
import org.cinegraph.nodes.tensor.golden.Gate;
import org.cinegraph.nodes.tensor.golden.Golden;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToyboxTextEncoderTest {
  @ParameterizedTest
  @ValueSource(strings = {"text_encoder", "audio_text_encoder"})
  @Gate(kind = Gate.Kind.NETWORK, what = "text encoders of toybox", most = 1e-5)
  void hiddenStatesAreThoseOfTheRecipe(String part) throws Exception {
    try (Golden golden = Golden.beside(ToyboxTextEncoderTest.class, part);
        ToyboxTextEncoder encoder =
            ToyboxTextEncoder.load(ExamplePackages.open("toybox").part(part)).model()) {
      golden.assertClose(encoder.encode(golden.longs("tokens")), "hidden", 1e-5);
    }
  }
}
