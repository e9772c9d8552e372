/// Values of the graph language and of ports in a run.
@NullMarked
package org.cinegraph.graph.value;

import org.jspecify.annotations.NullMarked;
