package org.cinegraph.nodes.audio.toybox;

import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.array.LongTensor;
import org.cinegraph.nodes.tensor.golden.ExamplePackages;
import org.cinegraph.nodes.tensor.golden.Gate;
import org.cinegraph.nodes.tensor.golden.Golden;
import org.cinegraph.nodes.tensor.model.ModelPackage;
import org.cinegraph.nodes.text.toybox.ToyboxTextEncoder;
import org.junit.jupiter.api.Test;

class ToyboxAudioTransformerTest {
  @Test
  @Gate(kind = Gate.Kind.NETWORK, what = "audio transformer of toybox", most = 1e-5)
  void whatItSeesAndTheVelocitiesAreThoseOfTheRecipe() throws Exception {
    ModelPackage toybox = ExamplePackages.open("toybox");
    try (Golden golden = Golden.beside(ToyboxAudioTransformerTest.class, "audio_transformer");
        ToyboxTextEncoder text = ToyboxTextEncoder.load(toybox.part("audio_text_encoder")).model();
        ToyboxAudioTransformer transformer =
            ToyboxAudioTransformer.load(toybox.part("audio_transformer")).model()) {
      LongTensor tokens = golden.longs("tokens");

      FloatTensor velocity =
          transformer.velocity(
              golden.floats("latents"),
              golden.floats("t"),
              text.encode(tokens),
              ToyboxTextEncoder.present(tokens),
              golden.floats("video_features"),
              golden.floats("video_present"));

      golden.assertClose(
          transformer.watch(golden.floats("frames")), "video_features_of_frames", 1e-5);
      golden.assertClose(velocity, "velocity", 1e-5);
    }
  }
}
