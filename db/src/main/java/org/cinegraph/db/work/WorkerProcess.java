package org.cinegraph.db.work;

import java.util.UUID;

/// Which process a worker is.
///
/// @param space the numbers that its process id is one of; empty where unknown
public record WorkerProcess(UUID worker, long processId, String space) {}
