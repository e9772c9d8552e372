package org.cinegraph.db.run;

import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.value.PortValue;

/// The end of a node in a run.
///
/// @param equivalent whether the outputs are equal numerically only to those of an uninterrupted
///   computation
public record NodeEnd(
    UUID tenant,
    UUID run,
    int node,
    NodeState state,
    Optional<SequencedMap<String, PortValue>> outputs,
    Optional<Failure> failure,
    boolean equivalent) {
  public NodeEnd {
    if (!state.ended() || state.hasOutputs() != outputs.isPresent()) {
      throw new IllegalArgumentException("Not an end: " + state);
    }
  }

  public static NodeEnd succeeded(
      UUID tenant,
      UUID run,
      int node,
      SequencedMap<String, PortValue> outputs,
      boolean equivalent) {
    return new NodeEnd(
        tenant, run, node, NodeState.SUCCEEDED, Optional.of(outputs), Optional.empty(), equivalent);
  }

  static NodeEnd hit(UUID tenant, UUID run, int node, Memo.Remembered remembered) {
    return new NodeEnd(
        tenant,
        run,
        node,
        NodeState.HIT,
        Optional.of(remembered.outputs()),
        Optional.empty(),
        remembered.equivalent());
  }

  public static NodeEnd failed(UUID tenant, UUID run, int node, Failure failure) {
    return new NodeEnd(
        tenant, run, node, NodeState.FAILED, Optional.empty(), Optional.of(failure), false);
  }

  public static NodeEnd skipped(UUID tenant, UUID run, int node, Failure failure) {
    return new NodeEnd(
        tenant, run, node, NodeState.SKIPPED, Optional.empty(), Optional.of(failure), false);
  }

  static NodeEnd leftOut(UUID tenant, UUID run, int node) {
    return new NodeEnd(
        tenant, run, node, NodeState.LEFT_OUT, Optional.empty(), Optional.empty(), false);
  }

  public static NodeEnd stopped(UUID tenant, UUID run, int node) {
    return new NodeEnd(
        tenant, run, node, NodeState.STOPPED, Optional.empty(), Optional.empty(), false);
  }
}
