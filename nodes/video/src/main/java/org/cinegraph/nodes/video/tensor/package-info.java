/// Frames on their way into and out of networks.
@NullMarked
package org.cinegraph.nodes.video.tensor;

import org.jspecify.annotations.NullMarked;
