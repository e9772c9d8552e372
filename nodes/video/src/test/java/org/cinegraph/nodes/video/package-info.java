/// What the tests of this room share.
@NullMarked
package org.cinegraph.nodes.video;

import org.jspecify.annotations.NullMarked;
