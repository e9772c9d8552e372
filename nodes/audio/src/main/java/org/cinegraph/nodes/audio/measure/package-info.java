/// Node types that say in a few numbers what is heard.
@NullMarked
package org.cinegraph.nodes.audio.measure;

import org.jspecify.annotations.NullMarked;
