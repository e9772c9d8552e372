/// The networks of Stable Audio, under their names in diffusers, and what a sampling is told of
/// words and seconds.
@NullMarked
package org.cinegraph.nodes.audio.stable;

import org.jspecify.annotations.NullMarked;
