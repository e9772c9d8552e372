package org.cinegraph.nodes.tensor.golden;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Supplier;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.nodes.sdk.NodeType;

/// One computation of a node type, whole or with a stop before any step of its loop, after which
/// another executor goes on elsewhere: it has the inputs, the saved state and the artifacts that
/// the state names, and nothing else of what was done before.
public final class StopAndResume {
  private final FolderContext origin;
  private final Path folder;
  private final Supplier<NodeType> type;
  private final SequencedMap<String, Object> with;
  private final SequencedMap<String, ArtifactReference> whole;
  private final int steps;

  /// Computes the whole once.
  ///
  /// @param origin has the inputs
  public StopAndResume(
      FolderContext origin, Path folder, Supplier<NodeType> type, SequencedMap<String, Object> with)
      throws Exception {
    this.origin = origin;
    this.folder = folder;
    this.type = type;
    this.with = with;
    FolderContext once = elsewhere();
    once.run(type.get(), with);
    this.whole = new LinkedHashMap<>(once.outputs());
    if (once.stepsRun() == 0) {
      throw new AssertionError("The node type has no loop");
    }
    this.steps = once.stepsRun();
  }

  public int steps() {
    return steps;
  }

  /// The output of the uninterrupted computation.
  public ArtifactReference whole() {
    return whole.firstEntry().getValue();
  }

  /// All outputs of the uninterrupted computation, by port.
  public SequencedMap<String, ArtifactReference> wholeOutputs() {
    return whole;
  }

  /// The output after a stop before the step. Its parts are all there.
  public ArtifactReference stoppedBefore(int step) throws Exception {
    return outputsStoppedBefore(step).firstEntry().getValue();
  }

  /// All outputs after a stop before the step, by port.
  public SequencedMap<String, ArtifactReference> outputsStoppedBefore(int step) throws Exception {
    FolderContext first = elsewhere();
    StoppedLoop stopped = first.runUntil(step, type.get(), with);
    FolderContext second = elsewhere();
    second.carry(first, stopped.artifacts());
    second.runFrom(stopped, type.get(), with);
    if (second.stepsRun() != steps - step) {
      throw new AssertionError(
          "Expected %d steps after the stop, found %d".formatted(steps - step, second.stepsRun()));
    }
    for (ArtifactReference output : second.outputs().values()) {
      second.fetch(output);
      for (ArtifactReference.Part part : output.parts()) {
        second.fetch(part);
      }
    }
    return second.outputs();
  }

  private FolderContext elsewhere() throws Exception {
    return origin.elsewhere(Files.createTempDirectory(folder, "elsewhere"));
  }
}
