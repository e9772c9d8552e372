/// The denoiser of Stable Diffusion 1, 2 and XL, as diffusers has it.
@NullMarked
package org.cinegraph.nodes.diffusion.unet;

import org.jspecify.annotations.NullMarked;
