/// Tests.
@NullMarked
package org.cinegraph.graph.plan;

import org.jspecify.annotations.NullMarked;
