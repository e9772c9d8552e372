/// Tests.
@NullMarked
package org.cinegraph.graph.type;

import org.jspecify.annotations.NullMarked;
