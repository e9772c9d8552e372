package org.cinegraph.nodes.audio;

import java.io.IOException;
import org.cinegraph.nodes.audio.toybox.ToyboxAudioTransformerConfig;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.video.chunk.ChunkReader;
import org.cinegraph.nodes.video.frame.Frame;
import org.cinegraph.nodes.video.frame.FrameRate;
import org.cinegraph.nodes.video.frame.VideoFormat;
import org.cinegraph.nodes.video.tensor.BoxAverage;

/// A video as the sound generator watches it: small square frames.
///
/// @param model the name of the package, for messages
record WatchedFrames(String model, ToyboxAudioTransformerConfig config) {
  /// @return [1, frames, 3, pixels, pixels], from -1 to 1
  /// @throws NodeFailure the model cannot watch a video of this form
  FloatTensor read(ChunkReader video) throws NodeFailure, IOException, InterruptedException {
    requireForm(video);
    int side = config.videoPixels();
    int frameLength = Frame.CHANNELS * side * side;
    float[] values = new float[config.videoFrames() * frameLength];
    for (int i = 0; i < config.videoFrames(); i++) {
      Frame frame = video.next().orElseThrow();
      System.arraycopy(BoxAverage.planes(frame, side), 0, values, i * frameLength, frameLength);
    }
    return FloatTensor.of(values, 1, config.videoFrames(), Frame.CHANNELS, side, side);
  }

  private void requireForm(ChunkReader video) throws NodeFailure {
    VideoFormat format = video.format();
    boolean fits =
        video.frames() == config.videoFrames()
            && format.rate().equals(FrameRate.of(config.videoRate()))
            && format.width() == format.height()
            && format.width() >= config.videoPixels();
    if (!fits) {
      throw NodeFailure.user(
          "video-unsupported",
          "Input video: model package %s makes sound for %d square frames of at least %d pixels a side at %d a second, found %d of %d×%d at %s."
              .formatted(
                  model,
                  config.videoFrames(),
                  config.videoPixels(),
                  config.videoRate(),
                  video.frames(),
                  format.width(),
                  format.height(),
                  format.rate().written()));
    }
  }
}
