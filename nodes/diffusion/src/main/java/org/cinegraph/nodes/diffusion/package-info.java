/// Node types that make latents and turn them into pictures.
@NullMarked
package org.cinegraph.nodes.diffusion;

import org.jspecify.annotations.NullMarked;
