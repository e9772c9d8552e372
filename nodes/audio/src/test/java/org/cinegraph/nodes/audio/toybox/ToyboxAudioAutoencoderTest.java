package org.cinegraph.nodes.audio.toybox;

import java.util.List;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.golden.ExamplePackages;
import org.cinegraph.nodes.tensor.golden.Gate;
import org.cinegraph.nodes.tensor.golden.Golden;
import org.junit.jupiter.api.Test;

class ToyboxAudioAutoencoderTest {
  @Test
  @Gate(kind = Gate.Kind.NETWORK, what = "audio autoencoder of toybox", most = 1e-5)
  void wavesAndLatentsAreThoseOfTheRecipe() throws Exception {
    try (Golden golden = Golden.beside(ToyboxAudioAutoencoderTest.class, "audio_vae");
        ToyboxAudioAutoencoder autoencoder =
            ToyboxAudioAutoencoder.load(ExamplePackages.open("toybox").part("audio_vae")).model()) {
      List<FloatTensor> latents = autoencoder.encode(golden.floats("wave"));

      golden.assertClose(autoencoder.decode(golden.floats("latents")), "wave_of_latents", 1e-5);
      golden.assertClose(latents.get(0), "mean", 1e-5);
      golden.assertClose(latents.get(1), "logvar", 1e-5);
    }
  }
}
