package org.cinegraph.db.work;

import java.util.Optional;
import java.util.UUID;
import org.cinegraph.graph.digest.Digest;

/// A lease that was given.
///
/// @param attempt counts the tries of the work, from 1
/// @param checkpoint where an earlier attempt left off
public record Granted(
    UUID tenant,
    UUID work,
    UUID worker,
    long fence,
    int attempt,
    Digest memoKey,
    String type,
    int version,
    Digest program,
    WorkRequest request,
    Optional<SavedCheckpoint> checkpoint) {}
