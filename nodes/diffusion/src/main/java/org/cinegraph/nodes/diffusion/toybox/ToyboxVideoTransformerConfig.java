package org.cinegraph.nodes.diffusion.toybox;

import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.model.ModelConfig;

/// The sizes of [ToyboxVideoTransformer].
///
/// @param channels of a latent
/// @param frames of latents, four times fewer than of video
/// @param rows of a latent frame
/// @param columns of a latent frame
/// @param patch side of the square of latents that becomes one token
/// @param textWidth of the text encoder's hidden states
/// @param width of a token
/// @param blocks number of blocks
/// @param heads of each attention
/// @param feedForward inner width
public record ToyboxVideoTransformerConfig(
    int channels,
    int frames,
    int rows,
    int columns,
    int patch,
    int textWidth,
    int width,
    int blocks,
    int heads,
    int feedForward) {
  static ToyboxVideoTransformerConfig read(ModelConfig config) throws NodeFailure {
    return new ToyboxVideoTransformerConfig(
        config.integer("channels"),
        config.integer("frames"),
        config.integer("rows"),
        config.integer("columns"),
        config.integer("patch"),
        config.integer("text_width"),
        config.integer("width"),
        config.integer("blocks"),
        config.integer("heads"),
        config.integer("feed_forward"));
  }
}
