/// The networks of the toybox package that make sound.
@NullMarked
package org.cinegraph.nodes.audio.toybox;

import org.jspecify.annotations.NullMarked;
