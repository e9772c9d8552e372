package org.cinegraph.workers.attempt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.failure.FailureCategory;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.workers.artifact.AlteredArtifactException;
import org.cinegraph.workers.artifact.ArtifactTransfer.MissingArtifactException;
import org.cinegraph.workers.artifact.ArtifactTransfer.StoreUnavailableException;

/// What an exception of an executor means for the work.
final class Failures {
  private Failures() {}

  /// @param folder where the worker keeps what an executor writes
  static Failure of(String type, Path folder, Throwable cause) {
    return switch (cause) {
      case NodeFailure failure -> failure.failure();
      case MissingArtifactException missing -> external("artifact-missing", missing);
      case AlteredArtifactException altered -> external("artifact-altered", altered);
      case StoreUnavailableException disk -> disk.failure();
      case Throwable memory when isOutOfMemory(memory) ->
          new Failure(
              "out-of-memory",
              FailureCategory.RESOURCE,
              "Node type %s needs more memory than this worker has; a larger worker may do it."
                  .formatted(type));
      case UncheckedIOException wrapped when wrapped.getCause() instanceof IOException io ->
          of(type, folder, io);
      case IOException io ->
          new Failure(
              "worker-files",
              DiskTrouble.isBehind(io) ? FailureCategory.EXTERNAL : FailureCategory.TRANSIENT,
              "Node type %s could not read or write on its worker: %s; %s at %s"
                  .formatted(type, oneLine(io), freeSpace(folder), folder));
      default ->
          Failure.fatal(
              "node-defect",
              "Node type %s has a defect: %s. The attempt's log has the details."
                  .formatted(type, oneLine(cause)));
    };
  }

  private static String freeSpace(Path folder) {
    try {
      return Files.getFileStore(folder).getUsableSpace() + " bytes free";
    } catch (IOException _) {
      return "free bytes unknown";
    }
  }

  private static Failure external(String code, IOException cause) {
    return new Failure(code, FailureCategory.EXTERNAL, oneLine(cause));
  }

  /// libtorch says so in words only, and the words are those of its allocators.
  static boolean isOutOfMemory(Throwable cause) {
    if (cause instanceof OutOfMemoryError) {
      return true;
    }
    String message = String.valueOf(cause.getMessage());
    return message.contains("DefaultCPUAllocator: can't allocate memory")
        || message.contains("CUDA out of memory");
  }

  private static String oneLine(Throwable cause) {
    String message = cause.getMessage();
    if (message == null || message.isBlank()) {
      return cause.getClass().getSimpleName();
    }
    return message.lines().findFirst().orElse("").strip();
  }
}
