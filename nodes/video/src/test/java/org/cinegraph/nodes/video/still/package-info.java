/// Tests of drawing.
@NullMarked
package org.cinegraph.nodes.video.still;

import org.jspecify.annotations.NullMarked;
