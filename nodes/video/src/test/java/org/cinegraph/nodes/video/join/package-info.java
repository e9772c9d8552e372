/// Tests of joining.
@NullMarked
package org.cinegraph.nodes.video.join;

import org.jspecify.annotations.NullMarked;
