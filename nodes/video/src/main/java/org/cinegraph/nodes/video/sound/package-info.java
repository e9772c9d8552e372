/// Sound between nodes: WAV files of 32-bit float samples, and another sample rate for them. Start
/// with [org.cinegraph.nodes.video.sound.WavFile].
@NullMarked
package org.cinegraph.nodes.video.sound;

import org.jspecify.annotations.NullMarked;
