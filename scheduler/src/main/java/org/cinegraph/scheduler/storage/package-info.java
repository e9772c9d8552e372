/// What the scheduler reads and writes. Start at [LeaseStore].
@NullMarked
package org.cinegraph.scheduler.storage;

import org.jspecify.annotations.NullMarked;
