package org.cinegraph.graph.value;

import java.util.List;

/// What a port carries in a run: a scalar inline, an artifact by reference, or a list of either.
public sealed interface PortValue {
  record Inline(Value value) implements PortValue {}

  record Artifact(ArtifactReference reference) implements PortValue {}

  record Many(List<PortValue> values) implements PortValue {
    public Many {
      values = List.copyOf(values);
    }
  }
}
