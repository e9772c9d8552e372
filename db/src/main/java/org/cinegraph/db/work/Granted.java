package org.cinegraph.db.work;

import java.util.List;
import java.util.UUID;
import org.cinegraph.graph.digest.Digest;

/// A lease that was given.
///
/// @param attempt counts the tries of the work, from 1
/// @param checkpoints where earlier attempts left off, the newest first
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
    List<SavedCheckpoint> checkpoints) {
  public Granted {
    checkpoints = List.copyOf(checkpoints);
  }

  Granted with(List<SavedCheckpoint> found) {
    return new Granted(
        tenant, work, worker, fence, attempt, memoKey, type, version, program, request, found);
  }
}
