/// Tests.
@NullMarked
package org.cinegraph.graph.check;

import org.jspecify.annotations.NullMarked;
