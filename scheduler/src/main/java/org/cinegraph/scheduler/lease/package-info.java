/// Leases in the memory of the leader: who holds which work, until when, with how much memory. All
/// of it is rebuilt from Postgres by the next leader. Start at [LeaseTable].
@NullMarked
package org.cinegraph.scheduler.lease;

import org.jspecify.annotations.NullMarked;
