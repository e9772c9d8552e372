/// The node type `plot`: numbers as a curve.
@NullMarked
package org.cinegraph.nodes.video.plot;

import org.jspecify.annotations.NullMarked;
