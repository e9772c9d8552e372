/// The networks of the toybox package that read words.
@NullMarked
package org.cinegraph.nodes.text.toybox;

import org.jspecify.annotations.NullMarked;
