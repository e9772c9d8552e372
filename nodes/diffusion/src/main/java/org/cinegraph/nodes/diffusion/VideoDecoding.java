package org.cinegraph.nodes.diffusion;

import java.io.IOException;
import java.util.List;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.nodes.diffusion.LatentSampling.Place;
import org.cinegraph.nodes.diffusion.toybox.ToyboxVideoAutoencoder;
import org.cinegraph.nodes.diffusion.wanvae.AutoencoderKLWan;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;

/// How the autoencoders of a family make frames of latents.
sealed interface VideoDecoding permits ToyboxDecoding, WanDecoding {
  /// @return the video artifact
  ArtifactReference decode(FloatTensor latents)
      throws NodeFailure, IOException, InterruptedException;

  /// The family by the class of the autoencoder.
  static VideoDecoding of(Place place) throws NodeFailure {
    String name =
        place
            .model()
            .part("vae")
            .className(List.of(ToyboxVideoAutoencoder.CLASS_NAME, AutoencoderKLWan.CLASS_NAME));
    return name.equals(AutoencoderKLWan.CLASS_NAME)
        ? new WanDecoding(place)
        : new ToyboxDecoding(place);
  }

  /// @throws NodeFailure they are no latents of one video of so many channels
  static void requireShape(FloatTensor latents, int channels) throws NodeFailure {
    List<Long> sizes = latents.shape().sizes();
    if (sizes.size() != 5
        || sizes.get(0) != 1
        || sizes.get(1) != channels
        || latents.values().length == 0) {
      throw NodeFailure.user(
          "latents-mismatch",
          "Input latents was expected to be 1×%d×frames×rows×columns, found %s. Decode with the model that made them."
              .formatted(channels, latents.shape()));
    }
  }
}
