/// Tests of ffmpeg.
@NullMarked
package org.cinegraph.nodes.video.ffmpeg;

import org.jspecify.annotations.NullMarked;
