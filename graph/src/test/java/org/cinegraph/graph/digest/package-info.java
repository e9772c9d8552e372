/// Tests.
@NullMarked
package org.cinegraph.graph.digest;

import org.jspecify.annotations.NullMarked;
