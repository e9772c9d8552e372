/// Tests.
@NullMarked
package org.cinegraph.graph.schema;

import org.jspecify.annotations.NullMarked;
