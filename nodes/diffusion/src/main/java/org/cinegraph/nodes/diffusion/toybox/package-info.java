/// The networks of the toybox package that make video.
@NullMarked
package org.cinegraph.nodes.diffusion.toybox;

import org.jspecify.annotations.NullMarked;
