/// Node types that put sound together without a model.
@NullMarked
package org.cinegraph.nodes.audio.join;

import org.jspecify.annotations.NullMarked;
