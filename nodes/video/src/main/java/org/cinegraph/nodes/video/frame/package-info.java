/// What a picture and a moving picture are, before any coding; depends on nothing else of the room.
@NullMarked
package org.cinegraph.nodes.video.frame;

import org.jspecify.annotations.NullMarked;
