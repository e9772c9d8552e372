@NullMarked
package org.cinegraph.graph.fuzz;

import org.jspecify.annotations.NullMarked;
