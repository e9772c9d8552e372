/// Tests of measuring.
@NullMarked
package org.cinegraph.nodes.audio.measure;

import org.jspecify.annotations.NullMarked;
