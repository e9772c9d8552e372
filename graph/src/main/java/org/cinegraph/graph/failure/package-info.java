/// Why something ended without a result: code, category, message.
@NullMarked
package org.cinegraph.graph.failure;

import org.jspecify.annotations.NullMarked;
