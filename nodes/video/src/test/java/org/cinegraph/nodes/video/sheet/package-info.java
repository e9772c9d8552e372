/// Tests of drawing.
@NullMarked
package org.cinegraph.nodes.video.sheet;

import org.jspecify.annotations.NullMarked;
