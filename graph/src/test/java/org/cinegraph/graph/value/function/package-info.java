/// Tests.
@NullMarked
package org.cinegraph.graph.value.function;

import org.jspecify.annotations.NullMarked;
