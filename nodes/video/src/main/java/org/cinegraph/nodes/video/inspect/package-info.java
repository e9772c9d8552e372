/// Node types that take a video apart for people and for image nodes.
@NullMarked
package org.cinegraph.nodes.video.inspect;

import org.jspecify.annotations.NullMarked;
