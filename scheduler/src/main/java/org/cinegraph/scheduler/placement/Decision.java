package org.cinegraph.scheduler.placement;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.UUID;

/// What is to be done with each waiting work: it is placed, or there is a reason why not. Both in
/// the order in which works were considered.
public record Decision(List<Placement> placements, SequencedMap<UUID, WaitReason> waiting) {
  public Decision {
    placements = List.copyOf(placements);
    waiting = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(waiting));
  }
}
