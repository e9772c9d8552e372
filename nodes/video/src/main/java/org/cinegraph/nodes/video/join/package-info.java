/// Node types that put videos one after another; start with [ConcatVideos].
@NullMarked
package org.cinegraph.nodes.video.join;

import org.jspecify.annotations.NullMarked;
