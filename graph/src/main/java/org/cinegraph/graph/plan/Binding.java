package org.cinegraph.graph.plan;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.value.PortValue;

/// Where a planned node gets the value of a port or bound parameter from.
public sealed interface Binding {
  /// The output of another node of the plan.
  ///
  /// @param node id of the producer, smaller than the consumer's
  /// @param producerKey the producer's memo key where it was known at planning. Present: it stands
  ///   for the value in the consumer's memo key. Absent: the digest of the value itself does.
  record FromNode(int node, String port, Optional<Digest> producerKey) implements Binding {
    public FromNode {
      requireNonNull(port, "port is null");
      requireNonNull(producerKey, "producerKey is null");
    }
  }

  /// A value that was known at planning: a graph input or a literal.
  record Given(PortValue value) implements Binding {
    public Given {
      requireNonNull(value, "value is null");
    }
  }
}
