/// Chaos on the real stack: renders go on while its processes are killed, suspended and cut off
/// from each other, and what came of them is compared with renders that nobody disturbed. Start at
/// [Chaos].
@NullMarked
package org.cinegraph.bench.chaos;

import org.jspecify.annotations.NullMarked;
