/// The Temporal server as a child process: its pinned binary, its settings, and a process that
/// never outlives its parent. Depends on Temporal's service client alone, so that every room's
/// tests can use it.
@NullMarked
package org.cinegraph.workflows.server;

import org.jspecify.annotations.NullMarked;
