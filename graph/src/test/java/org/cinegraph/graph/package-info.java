/// Tests.
@NullMarked
package org.cinegraph.graph;

import org.jspecify.annotations.NullMarked;
