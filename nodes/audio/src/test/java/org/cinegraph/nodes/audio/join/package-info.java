/// Tests of joining.
@NullMarked
package org.cinegraph.nodes.audio.join;

import org.jspecify.annotations.NullMarked;
