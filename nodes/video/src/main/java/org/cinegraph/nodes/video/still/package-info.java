/// Pictures that stand still: reading them from files, and the node type `resize`. Start with
/// [org.cinegraph.nodes.video.still.Still].
@NullMarked
package org.cinegraph.nodes.video.still;

import org.jspecify.annotations.NullMarked;
