package org.cinegraph.graph.unroll;

import org.cinegraph.graph.check.Catalog;
import org.cinegraph.graph.document.Loop;
import org.cinegraph.graph.document.NodeForm;
import org.cinegraph.graph.value.function.ValueFunction;

/// What a node of a run does.
public sealed interface Operation {
  /// A worker computes it.
  record Compute(Catalog.Entry entry) implements Operation {}

  /// The control plane computes it.
  record Evaluate(ValueFunction function) implements Operation {}

  /// The first of its inputs that was not left out.
  record Merge() implements Operation {}

  /// Puts the items of a loop into a list, or says why items have failed.
  record Collect(Loop.OnError onError, boolean failures) implements Operation {}

  /// Ends when the nodes before it have ended, however they did: the next item of a loop with lanes
  /// waits for it.
  record Lane() implements Operation {}

  /// A person judges.
  record Approve(NodeForm.Approval approval) implements Operation {}

  /// Waits for a list; when it is known, more of the graph can be unrolled.
  record FanOut() implements Operation {}

  /// Something behind a fan-out: it is no node of the run yet, but what it needs is computed.
  record Pending() implements Operation {}
}
