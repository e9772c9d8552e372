/// Names by content, and the one spelling of a value that a name is taken of.
@NullMarked
package org.cinegraph.graph.digest;

import org.jspecify.annotations.NullMarked;
