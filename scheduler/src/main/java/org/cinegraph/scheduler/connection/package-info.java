/// The workers' end of the scheduler: the gRPC service, the open streams, what they say. Start at
/// [WorkerService]; the contract is `workers.md` beside the wire's definition.
@NullMarked
package org.cinegraph.scheduler.connection;

import org.jspecify.annotations.NullMarked;
