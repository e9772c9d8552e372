package org.cinegraph.nodes.diffusion;

import java.io.IOException;
import java.util.List;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.nodes.diffusion.LatentSampling.Place;
import org.cinegraph.nodes.diffusion.toybox.ToyboxVideoAutoencoder;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.video.chunk.ChunkWriter;
import org.cinegraph.nodes.video.frame.Frame;
import org.cinegraph.nodes.video.frame.FrameRate;
import org.cinegraph.nodes.video.frame.VideoFormat;
import org.cinegraph.nodes.video.tensor.FrameTensor;

/// Toybox, whose autoencoder looks across all frames of a clip: there is no loop, so nothing to
/// stop at and no checkpoint.
record ToyboxDecoding(Place place) implements VideoDecoding {
  @Override
  public ArtifactReference decode(FloatTensor latents)
      throws NodeFailure, IOException, InterruptedException {
    place.refuse("toybox", List.of("tile", "rate"));
    NodeContext context = place.context();
    ToyboxVideoAutoencoder autoencoder =
        context.resident(
            place.folder(),
            "vae",
            ToyboxVideoAutoencoder.class,
            () -> ToyboxVideoAutoencoder.load(place.model().part("vae")));
    VideoDecoding.requireShape(latents, autoencoder.latentChannels());
    List<Frame> frames = FrameTensor.toFrames(autoencoder.decode(latents));
    VideoFormat format =
        new VideoFormat(
            frames.getFirst().width(),
            frames.getFirst().height(),
            FrameRate.of(autoencoder.framesPerSecond()));
    try (ChunkWriter writer = new ChunkWriter(context, format)) {
      for (Frame frame : frames) {
        writer.append(frame);
      }
      return writer.finish();
    }
  }
}
