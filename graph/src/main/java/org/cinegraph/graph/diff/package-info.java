/// What differs between two graphs. Start at {@link org.cinegraph.graph.diff.DiffGraphs}.
@NullMarked
package org.cinegraph.graph.diff;

import org.jspecify.annotations.NullMarked;
