@NullMarked
package org.cinegraph.graph.estimate;

import org.jspecify.annotations.NullMarked;
