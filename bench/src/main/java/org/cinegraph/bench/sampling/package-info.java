/// What the worker adds to sampling: the real worker against the same network in a bare loop. Start
/// reading at [org.cinegraph.bench.sampling.StepLoopBench].
@NullMarked
package org.cinegraph.bench.sampling;

import org.jspecify.annotations.NullMarked;
