/// The production code of both ends of the worker protocol, run on virtual time in one thread, with
/// seeded faults. Start at [Simulation]; what must hold is in [Invariants]; how a seed is replayed
/// is in ARCHITECTURE.md.
@NullMarked
package org.cinegraph.bench.simulation;

import org.jspecify.annotations.NullMarked;
