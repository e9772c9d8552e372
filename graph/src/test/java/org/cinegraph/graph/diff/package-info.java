@NullMarked
package org.cinegraph.graph.diff;

import org.jspecify.annotations.NullMarked;
