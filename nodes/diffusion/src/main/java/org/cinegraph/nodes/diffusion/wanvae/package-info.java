/// The video autoencoders of Wan 2.1 and 2.2, as diffusers has them: `AutoencoderKLWan`, latent
/// frame by latent frame. Start with [org.cinegraph.nodes.diffusion.wanvae.AutoencoderKLWan].
@NullMarked
package org.cinegraph.nodes.diffusion.wanvae;

import org.jspecify.annotations.NullMarked;
