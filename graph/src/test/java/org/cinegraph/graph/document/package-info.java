/// Tests.
@NullMarked
package org.cinegraph.graph.document;

import org.jspecify.annotations.NullMarked;
