/// Networks and whole images against the library whose numbers they give, in one run. Start reading
/// at [org.cinegraph.bench.oracle.UNetStepBench].
@NullMarked
package org.cinegraph.bench.oracle;

import org.jspecify.annotations.NullMarked;
