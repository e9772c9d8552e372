/// Rules that hold over all rooms: who may depend on whom, where SQL may stand, how long files and
/// methods may be.
@NullMarked
package org.cinegraph.bench.architecture;

import org.jspecify.annotations.NullMarked;
