/// What the engine itself costs, measured from outside on the whole stack of real processes:
/// Postgres with fsync, a real Temporal server, a control plane, a worker that computes nothing.
/// Start at [org.cinegraph.bench.engine.OverheadBench].
@NullMarked
package org.cinegraph.bench.engine;

import org.jspecify.annotations.NullMarked;
