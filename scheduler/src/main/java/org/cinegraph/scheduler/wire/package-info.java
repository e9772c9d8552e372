/// Between the wire's messages and the engine's values. What is read is checked to the last field:
/// peers may be anybody's program. Start at [ReadWire].
@NullMarked
package org.cinegraph.scheduler.wire;

import org.jspecify.annotations.NullMarked;
