/// Tests of chunked video.
@NullMarked
package org.cinegraph.nodes.video.chunk;

import org.jspecify.annotations.NullMarked;
