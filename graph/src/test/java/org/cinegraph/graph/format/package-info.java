/// Tests.
@NullMarked
package org.cinegraph.graph.format;

import org.jspecify.annotations.NullMarked;
