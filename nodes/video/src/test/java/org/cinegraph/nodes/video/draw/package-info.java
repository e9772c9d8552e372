/// Tests of drawing.
@NullMarked
package org.cinegraph.nodes.video.draw;

import org.jspecify.annotations.NullMarked;
