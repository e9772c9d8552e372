/// The control service over gRPC in this process, on a real Postgres, with no Temporal.
@NullMarked
package org.cinegraph.server.api;

import org.jspecify.annotations.NullMarked;
