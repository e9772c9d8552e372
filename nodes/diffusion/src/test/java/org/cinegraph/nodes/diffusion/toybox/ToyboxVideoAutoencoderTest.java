package org.cinegraph.nodes.diffusion.toybox;

import java.util.List;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.golden.ExamplePackages;
import org.cinegraph.nodes.tensor.golden.Gate;
import org.cinegraph.nodes.tensor.golden.Golden;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ToyboxVideoAutoencoderTest {
  private ToyboxVideoAutoencoder autoencoder;

  @BeforeAll
  void load() throws Exception {
    autoencoder = ToyboxVideoAutoencoder.load(ExamplePackages.open("toybox").part("vae")).model();
  }

  @AfterAll
  void close() {
    autoencoder.close();
  }

  @Test
  @Gate(kind = Gate.Kind.NETWORK, what = "video autoencoder of toybox, decoding", most = 1e-5)
  void decodedVideoIsThatOfTheRecipe() throws Exception {
    try (Golden golden = Golden.beside(ToyboxVideoAutoencoderTest.class, "vae_decode")) {
      golden.assertClose(autoencoder.decode(golden.floats("latents")), "video", 1e-5);
    }
  }

  @Test
  @Gate(kind = Gate.Kind.NETWORK, what = "video autoencoder of toybox, encoding", most = 1e-5)
  void encodedLatentsAreThoseOfTheRecipe() throws Exception {
    try (Golden golden = Golden.beside(ToyboxVideoAutoencoderTest.class, "vae_encode")) {
      List<FloatTensor> latents = autoencoder.encode(golden.floats("video"));

      golden.assertClose(latents.get(0), "mean", 1e-5);
      golden.assertClose(latents.get(1), "logvar", 1e-5);
    }
  }
}
