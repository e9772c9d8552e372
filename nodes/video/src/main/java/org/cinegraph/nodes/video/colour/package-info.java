/// From RGB to what video coders take.
@NullMarked
package org.cinegraph.nodes.video.colour;

import org.jspecify.annotations.NullMarked;
