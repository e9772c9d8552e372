/// Tests of drawing.
@NullMarked
package org.cinegraph.nodes.video.title;

import org.jspecify.annotations.NullMarked;
