/// The benches: each measures one promise of speed or quality on real parts and says how far from
/// its goal it is. Start at [org.cinegraph.bench.Main].
@NullMarked
package org.cinegraph.bench;

import org.jspecify.annotations.NullMarked;
