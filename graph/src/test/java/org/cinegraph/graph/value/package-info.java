/// Tests.
@NullMarked
package org.cinegraph.graph.value;

import org.jspecify.annotations.NullMarked;
