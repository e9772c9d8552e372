package org.cinegraph.scheduler.progress;

import com.google.protobuf.ByteString;
import java.util.UUID;
import org.cinegraph.scheduler.placement.WaitReason;

/// Something that watchers of a run want to see at once and that nobody stores.
public sealed interface WorkNews {
  UUID work();

  /// @param steps 0 where the phase has no steps
  /// @param phase what is going on: fetch, load, run, store
  record Progressed(UUID work, int step, int steps, String phase) implements WorkNews {}

  record Previewed(UUID work, String mediaType, ByteString picture) implements WorkNews {}

  /// The work waits, and the reason is new.
  record Waits(UUID work, WaitReason reason) implements WorkNews {}
}
