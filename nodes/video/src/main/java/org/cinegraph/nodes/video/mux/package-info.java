/// The node type `mux`: pictures and sound into one MP4.
@NullMarked
package org.cinegraph.nodes.video.mux;

import org.jspecify.annotations.NullMarked;
