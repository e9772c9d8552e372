/// Masks: pictures of one channel, 0 for no and 255 for yes, and the node types that make and
/// change them. Start with [org.cinegraph.nodes.video.mask.Mask].
@NullMarked
package org.cinegraph.nodes.video.mask;

import org.jspecify.annotations.NullMarked;
