/// What can flow along an edge.
@NullMarked
package org.cinegraph.graph.type;

import org.jspecify.annotations.NullMarked;
