/// A graph as its author wrote it: text to typed document, with the place of everything. Start at
/// {@link org.cinegraph.graph.document.ParseGraph}.
@NullMarked
package org.cinegraph.graph.document;

import org.jspecify.annotations.NullMarked;
