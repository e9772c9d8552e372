/// Tests of sound.
@NullMarked
package org.cinegraph.nodes.video.sound;

import org.jspecify.annotations.NullMarked;
