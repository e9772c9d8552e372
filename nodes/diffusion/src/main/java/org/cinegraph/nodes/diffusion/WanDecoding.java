package org.cinegraph.nodes.diffusion;

import java.io.IOException;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.nodes.diffusion.LatentSampling.Place;
import org.cinegraph.nodes.diffusion.kl.TileGrid;
import org.cinegraph.nodes.diffusion.wanvae.AutoencoderKLWan;
import org.cinegraph.nodes.diffusion.wanvae.DecodeClip;
import org.cinegraph.nodes.diffusion.wanvae.DecodeClipTiles;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.video.frame.FrameRate;
import org.cinegraph.nodes.video.frame.VideoFormat;

/// Wan, latent frame by latent frame.
record WanDecoding(Place place) implements VideoDecoding {
  private static final long MOST_PIXELS = 1 << 26;

  @Override
  public ArtifactReference decode(FloatTensor latents)
      throws NodeFailure, IOException, InterruptedException {
    NodeContext context = place.context();
    AutoencoderKLWan autoencoder = autoencoder(place);
    VideoDecoding.requireShape(latents, autoencoder.latentChannels());
    requireFinite(latents);
    int rows = Math.toIntExact(latents.shape().sizes().get(3));
    int columns = Math.toIntExact(latents.shape().sizes().get(4));
    VideoFormat format = format(autoencoder, rows, columns);
    int tile = context.parameters().smallIntegerIfSet("tile").orElse(0);
    TileGrid grid = autoencoder.tiles(tile, rows, columns);
    return grid.tiles() == 1
        ? DecodeClip.run(context, autoencoder, latents, format)
        : DecodeClipTiles.run(context, autoencoder, latents, grid, format);
  }

  static AutoencoderKLWan autoencoder(Place place)
      throws NodeFailure, IOException, InterruptedException {
    return place
        .context()
        .resident(
            place.folder(),
            "vae",
            AutoencoderKLWan.class,
            () -> AutoencoderKLWan.load(place.model().part("vae")));
  }

  private VideoFormat format(AutoencoderKLWan autoencoder, int rows, int columns)
      throws NodeFailure {
    long width = (long) columns * autoencoder.scale();
    long height = (long) rows * autoencoder.scale();
    int most = VideoFormat.MOST_PIXELS_A_SIDE;
    if (width > most || height > most || width * height > MOST_PIXELS) {
      throw NodeFailure.user(
          "video-too-large",
          "decode-video would make frames of %d×%d pixels; at most %d and %d a side are allowed."
              .formatted(width, height, MOST_PIXELS, most));
    }
    int rate =
        place
            .context()
            .parameters()
            .smallIntegerIfSet("rate")
            .orElse(autoencoder.framesPerSecond());
    return new VideoFormat((int) width, (int) height, FrameRate.of(rate));
  }

  private static void requireFinite(FloatTensor latents) throws NodeFailure {
    for (float value : latents.values()) {
      if (!Float.isFinite(value)) {
        throw NodeFailure.user(
            "latents-not-finite",
            "Input latents was expected to be finite numbers, found %s.".formatted(value));
      }
    }
  }
}
