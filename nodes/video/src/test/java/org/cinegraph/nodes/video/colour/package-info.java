/// Tests of colour.
@NullMarked
package org.cinegraph.nodes.video.colour;

import org.jspecify.annotations.NullMarked;
