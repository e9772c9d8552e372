package org.cinegraph.nodes.sdk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.graph.value.PortValue;

/// All that one computation sees of the world. It deliberately knows no run, no node name, no
/// worker and no time: what an executor cannot see cannot change its result.
///
/// One thread at a time.
public interface NodeContext {
  Parameters parameters();

  /// The value of a linked input port; empty for a port that the graph left open.
  Optional<PortValue> input(String port);

  /// The reference at a linked artifact port.
  ///
  /// @throws NodeFailure the port is open or carries no artifact
  ArtifactReference artifact(String port) throws NodeFailure;

  /// The references at a linked port of a list of artifacts, in order; none for a port that the
  /// graph left open.
  ///
  /// @throws NodeFailure the port carries something else
  default List<ArtifactReference> artifacts(String port) throws NodeFailure {
    PortValue value = input(port).orElse(new PortValue.Many(List.of()));
    List<ArtifactReference> references = new ArrayList<>();
    if (value instanceof PortValue.Many(List<PortValue> items)) {
      for (PortValue item : items) {
        if (item instanceof PortValue.Artifact(ArtifactReference reference)) {
          references.add(reference);
        }
      }
      if (references.size() == items.size()) {
        return references;
      }
    }
    throw NodeFailure.user(
        "input-mismatch", "Port %s expected a list of artifacts.".formatted(port));
  }

  /// The bytes of an input artifact, or of a part of one, as a read-only local file whose digest
  /// has been checked. It stays until the computation ends.
  Path fetch(ArtifactReference reference) throws IOException, InterruptedException;

  /// See [#fetch(ArtifactReference)].
  Path fetch(ArtifactReference.Part part) throws IOException, InterruptedException;

  /// Stores a file as an artifact. The file may be changed or deleted afterwards.
  ///
  /// @param parts what the bytes refer to: artifacts that this computation stored or was given
  ArtifactReference store(Path file, String mediaType, List<ArtifactReference.Part> parts)
      throws IOException, InterruptedException;

  default ArtifactReference store(Path file, String mediaType)
      throws IOException, InterruptedException {
    return store(file, mediaType, List.of());
  }

  /// Fills an output port. Every declared port must be filled once before `run` returns.
  void output(String port, PortValue value);

  default void output(String port, ArtifactReference reference) {
    output(port, new PortValue.Artifact(reference));
  }

  /// The verified folder of the model package that a parameter of type `model` names.
  ModelFolder model(String parameter) throws NodeFailure;

  /// What is loaded from a model package stays loaded between computations, within the worker's
  /// memory budget. The loader runs at most once at a time for a (package, part).
  ///
  /// @param part the subfolder or network of the package: `transformer`
  <M extends AutoCloseable> M resident(
      ModelFolder model, String part, Class<M> kind, ModelLoader<M> loader)
      throws NodeFailure, IOException, InterruptedException;

  /// Runs a loop of steps that can be stopped between any two of them and goes on from its newest
  /// checkpoint after a crash. Progress is reported from here.
  <S> S loop(StepLoop<S> loop) throws NodeFailure, IOException, InterruptedException;

  /// Ends a computation that is to be left at once: its lease is over, or its time is up. [#loop]
  /// looks between steps; this is for the parts of a step that may take minutes. An orderly stop
  /// waits for the end of the step, so that nothing of it is lost. Each call is a sign of life.
  ///
  /// @throws InterruptedException it is; to be passed on
  default void leaveIfOver() throws InterruptedException {}

  /// A small picture of what is being made, for people who watch; may be dropped.
  ///
  /// @param picture made at once, or not at all where it would be dropped
  /// @param mediaType `image/png` or `image/jpeg`
  void preview(Supplier<byte[]> picture, String mediaType);

  /// A line for the log of this attempt.
  void log(String line);

  /// An empty folder of this computation, deleted when it ends.
  Path temporaryFolder();
}
