/// Sampling latents of images with the denoisers of Stable Diffusion: from noise, from other
/// latents or under a mask, several seeds at once.
@NullMarked
package org.cinegraph.nodes.diffusion.image;

import org.jspecify.annotations.NullMarked;
