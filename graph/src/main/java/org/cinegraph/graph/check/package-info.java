/// What is wrong with a document, all of it at once, and the limits of the language. Start at
/// {@link org.cinegraph.graph.check.CheckGraph}.
@NullMarked
package org.cinegraph.graph.check;

import org.jspecify.annotations.NullMarked;
