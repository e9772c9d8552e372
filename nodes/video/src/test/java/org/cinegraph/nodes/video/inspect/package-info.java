/// Tests of inspect.
@NullMarked
package org.cinegraph.nodes.video.inspect;

import org.jspecify.annotations.NullMarked;
