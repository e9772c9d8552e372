/// Tokenizers and text encoders that are nearly what they should be.
@NullMarked
package org.cinegraph.nodes.text.fuzz;

import org.jspecify.annotations.NullMarked;
