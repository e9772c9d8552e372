/// How loud a sound is to listeners, by ITU-R BS.1770-4, and how to make it as loud as wanted.
@NullMarked
package org.cinegraph.nodes.audio.loudness;

import org.jspecify.annotations.NullMarked;
