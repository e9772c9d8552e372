/// Drawing with whole pixels: letters, lines and filled areas that are the same on every machine.
/// No font of the system, no toolkit; start with [Canvas].
@NullMarked
package org.cinegraph.nodes.video.draw;

import org.jspecify.annotations.NullMarked;
