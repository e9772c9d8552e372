/// Between the messages of the wire and the typed values of the engine.
@NullMarked
package org.cinegraph.workers.wire;

import org.jspecify.annotations.NullMarked;
