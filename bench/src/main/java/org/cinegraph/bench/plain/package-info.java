/// A second implementation of the worker protocol, by hand and without the engine's worker room:
/// what the overhead benches run against, and a proof that others can write a worker from
/// `workers.md` alone.
@NullMarked
package org.cinegraph.bench.plain;

import org.jspecify.annotations.NullMarked;
