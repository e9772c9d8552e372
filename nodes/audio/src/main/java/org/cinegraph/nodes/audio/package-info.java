/// Node types that make sound.
@NullMarked
package org.cinegraph.nodes.audio;

import org.jspecify.annotations.NullMarked;
