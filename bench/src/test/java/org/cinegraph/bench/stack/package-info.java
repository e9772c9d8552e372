/// The whole stack of processes, tested from outside.
@NullMarked
package org.cinegraph.bench.stack;

import org.jspecify.annotations.NullMarked;
