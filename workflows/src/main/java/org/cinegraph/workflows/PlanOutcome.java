package org.cinegraph.workflows;

import java.util.List;

/// What planning found.
///
/// @param plan digest of the plan, in hexadecimal; empty for a run that has ended
/// @param openSegments numbers of the segments with nodes that have not ended, rising
public record PlanOutcome(String plan, List<Integer> openSegments) {
  public PlanOutcome {
    openSegments = List.copyOf(openSegments);
  }
}
