package org.cinegraph.nodes.audio;

import java.io.IOException;
import java.util.List;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.nodes.audio.stable.StableAudioDiTModel;
import org.cinegraph.nodes.sdk.ModelFolder;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.model.ModelPackage;

/// How the models of a family make sound.
sealed interface SoundFamily permits ToyboxSound, StableAudioSound {
  /// @throws NodeFailure the parameters are not for this family, or the package is not of it
  Made make() throws NodeFailure, IOException, InterruptedException;

  /// @param latents [sounds, channels, length]
  /// @param sounds WAV files, one for each
  record Made(FloatTensor latents, List<ArtifactReference> sounds) {}

  /// Where the networks of a package are kept.
  record Place(NodeContext context, ModelFolder folder, ModelPackage model) {
    /// @throws NodeFailure a parameter is given that the family makes no use of
    void refuse(String family, String... parameters) throws NodeFailure {
      for (String name : parameters) {
        if (context.parameters().isSet(name)) {
          throw NodeFailure.user(
              "parameter-unsupported",
              "Parameter %s: %s makes no use of it. Leave it out.".formatted(name, family));
        }
      }
    }
  }

  /// The family by the parts of the package.
  static SoundFamily of(Place place) throws NodeFailure {
    List<String> parts = place.model().partNames();
    if (parts.contains("audio_transformer")) {
      return new ToyboxSound(place);
    }
    place.model().part("transformer").className(List.of(StableAudioDiTModel.CLASS_NAME));
    return new StableAudioSound(place);
  }
}
