/// Node types that say in a few numbers what has been made, so that a graph can go one way or the
/// other.
@NullMarked
package org.cinegraph.nodes.video.measure;

import org.jspecify.annotations.NullMarked;
