/// From a graph as written to nodes without loops, branches and sub-graphs: everything that is
/// known before the run is worked out, and what is not is left to nodes that the run settles. Start
/// at {@link org.cinegraph.graph.unroll.UnrollGraph}.
@NullMarked
package org.cinegraph.graph.unroll;

import org.jspecify.annotations.NullMarked;
