/// Tests of frame.
@NullMarked
package org.cinegraph.nodes.video.frame;

import org.jspecify.annotations.NullMarked;
