/// What a node type declares of itself; depends on types and values alone.
@NullMarked
package org.cinegraph.graph.declaration;

import org.jspecify.annotations.NullMarked;
