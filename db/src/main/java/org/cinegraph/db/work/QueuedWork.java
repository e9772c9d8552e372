package org.cinegraph.db.work;

import java.time.Duration;
import java.util.UUID;
import org.cinegraph.graph.digest.Digest;

/// A work that waits for a lease.
///
/// @param run that first asked for it
/// @param program only a worker with exactly this program may have it
/// @param age smaller is older
/// @param notBefore backoff that is left
public record QueuedWork(
    UUID tenant,
    UUID run,
    UUID work,
    Digest memoKey,
    String type,
    int version,
    Digest program,
    WorkRequest request,
    int priority,
    long age,
    int attempts,
    Duration notBefore) {}
