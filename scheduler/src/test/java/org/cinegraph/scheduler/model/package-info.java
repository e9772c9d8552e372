/// Works, leases and the memo on a real Postgres against a naive model, under random operations.
@NullMarked
package org.cinegraph.scheduler.model;

import org.jspecify.annotations.NullMarked;
