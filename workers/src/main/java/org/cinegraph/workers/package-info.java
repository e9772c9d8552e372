/// The worker process: it pulls leases, runs node types and gives back artifacts. It holds nothing
/// that matters. Start at [org.cinegraph.workers.WorkerMain].
@NullMarked
package org.cinegraph.workers;

import org.jspecify.annotations.NullMarked;
