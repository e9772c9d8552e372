/// Node types that work on words.
@NullMarked
package org.cinegraph.nodes.text;

import org.jspecify.annotations.NullMarked;
