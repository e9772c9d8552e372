/// Networks of sound that are nearly what they should be.
@NullMarked
package org.cinegraph.nodes.audio.fuzz;

import org.jspecify.annotations.NullMarked;
