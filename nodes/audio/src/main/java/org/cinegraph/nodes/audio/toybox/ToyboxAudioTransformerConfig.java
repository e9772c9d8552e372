package org.cinegraph.nodes.audio.toybox;

import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.model.ModelConfig;

/// The sizes of [ToyboxAudioTransformer].
///
/// @param channels of a latent
/// @param length of the latents
/// @param textWidth of the text encoder's hidden states
/// @param width of a token
/// @param blocks number of blocks
/// @param heads of each attention
/// @param feedForward inner width
/// @param videoFrames that it watches
/// @param videoRate at which it watches
/// @param videoPixels side of the square frames that it watches
public record ToyboxAudioTransformerConfig(
    int channels,
    int length,
    int textWidth,
    int width,
    int blocks,
    int heads,
    int feedForward,
    int videoFrames,
    int videoRate,
    int videoPixels) {
  static ToyboxAudioTransformerConfig read(ModelConfig config) throws NodeFailure {
    return new ToyboxAudioTransformerConfig(
        config.integer("channels"),
        config.integer("length"),
        config.integer("text_width"),
        config.integer("width"),
        config.integer("blocks"),
        config.integer("heads"),
        config.integer("feed_forward"),
        config.integer("video_frames"),
        config.integer("video_frames_per_second"),
        config.integer("video_pixels"));
  }
}
