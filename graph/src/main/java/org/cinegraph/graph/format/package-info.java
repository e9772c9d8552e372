/// Puts the keys of a document in the language's order and leaves everything else as its author
/// wrote it. Start at {@link org.cinegraph.graph.format.FormatGraph}.
@NullMarked
package org.cinegraph.graph.format;

import org.jspecify.annotations.NullMarked;
