/// Tests of mux.
@NullMarked
package org.cinegraph.nodes.video.mux;

import org.jspecify.annotations.NullMarked;
