/// Tests of measuring.
@NullMarked
package org.cinegraph.nodes.video.measure;

import org.jspecify.annotations.NullMarked;
