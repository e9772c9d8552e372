@NullMarked
package org.cinegraph.graph.unroll;

import org.jspecify.annotations.NullMarked;
