/// All calls of ffmpeg's native libraries. Every class here owns what it allocates and frees it in
/// `close`; nothing native leaves the package. Start with
/// [org.cinegraph.nodes.video.ffmpeg.Ffmpeg].
@NullMarked
package org.cinegraph.nodes.video.ffmpeg;

import org.jspecify.annotations.NullMarked;
