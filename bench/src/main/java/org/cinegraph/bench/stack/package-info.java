/// Whole stacks of processes, used from outside as a person uses them. Start reading at
/// [org.cinegraph.bench.stack.ServedHome].
@NullMarked
package org.cinegraph.bench.stack;

import org.jspecify.annotations.NullMarked;
