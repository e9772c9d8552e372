/// The embedded stack: a home, its Postgres, Temporal, control plane and worker as guarded child
/// processes, and the supervisor that keeps them. Start reading at [Stack] (what a command uses)
/// and [Supervisor] (what it starts).
@NullMarked
package org.cinegraph.server.stack;

import org.jspecify.annotations.NullMarked;
