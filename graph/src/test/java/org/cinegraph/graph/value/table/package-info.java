/// Tests.
@NullMarked
package org.cinegraph.graph.value.table;

import org.jspecify.annotations.NullMarked;
