/// Which waiting work goes to which worker, and why the rest waits: pure and deterministic, the
/// same code in production, simulation and tests. Start at [Decide].
@NullMarked
package org.cinegraph.scheduler.placement;

import org.jspecify.annotations.NullMarked;
