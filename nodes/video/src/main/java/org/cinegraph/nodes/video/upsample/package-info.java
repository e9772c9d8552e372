/// Making videos larger, by a network or by a filter.
@NullMarked
package org.cinegraph.nodes.video.upsample;

import org.jspecify.annotations.NullMarked;
