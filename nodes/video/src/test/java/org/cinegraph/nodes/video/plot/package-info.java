/// Tests of plotting.
@NullMarked
package org.cinegraph.nodes.video.plot;

import org.jspecify.annotations.NullMarked;
