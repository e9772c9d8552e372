/// Node types that write words: on a card of their own or over a video.
@NullMarked
package org.cinegraph.nodes.video.title;

import org.jspecify.annotations.NullMarked;
