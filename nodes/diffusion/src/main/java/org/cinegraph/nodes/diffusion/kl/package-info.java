/// The image autoencoder of Stable Diffusion and its kin, as diffusers has it: `AutoencoderKL`,
/// whole and in tiles. Start with [org.cinegraph.nodes.diffusion.kl.AutoencoderKL].
@NullMarked
package org.cinegraph.nodes.diffusion.kl;

import org.jspecify.annotations.NullMarked;
