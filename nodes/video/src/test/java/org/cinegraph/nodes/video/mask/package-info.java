/// Tests of drawing.
@NullMarked
package org.cinegraph.nodes.video.mask;

import org.jspecify.annotations.NullMarked;
