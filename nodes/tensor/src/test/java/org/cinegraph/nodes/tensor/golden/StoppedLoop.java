package org.cinegraph.nodes.tensor.golden;

import java.util.List;
import org.cinegraph.graph.value.ArtifactReference;

/// A loop left before a step, with all that its checkpoint would carry to another worker.
public final class StoppedLoop extends InterruptedException {
  private final int step;
  private final transient byte[] state;
  private final transient List<ArtifactReference.Part> artifacts;

  StoppedLoop(int step, byte[] state, List<ArtifactReference.Part> artifacts) {
    super("stopped before step " + step);
    this.step = step;
    this.state = state.clone();
    this.artifacts = List.copyOf(artifacts);
  }

  public int step() {
    return step;
  }

  public byte[] state() {
    return state.clone();
  }

  /// What the state refers to: kept with the checkpoint.
  public List<ArtifactReference.Part> artifacts() {
    return artifacts;
  }
}
