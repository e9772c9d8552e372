/// The video generators of Wan 2.1 and 2.2, as diffusers has them. Start with
/// [org.cinegraph.nodes.diffusion.wan.WanTransformer3DModel].
@NullMarked
package org.cinegraph.nodes.diffusion.wan;

import org.jspecify.annotations.NullMarked;
