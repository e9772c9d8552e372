/// Tests of resample.
@NullMarked
package org.cinegraph.nodes.video.resample;

import org.jspecify.annotations.NullMarked;
