/// Frames of another size by classical filters, in plain Java.
@NullMarked
package org.cinegraph.nodes.video.resample;

import org.jspecify.annotations.NullMarked;
