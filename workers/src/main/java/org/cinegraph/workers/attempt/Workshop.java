package org.cinegraph.workers.attempt;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cinegraph.workers.artifact.ArtifactCache;
import org.cinegraph.workers.artifact.ArtifactTransfer;
import org.cinegraph.workers.catalog.NodeTypes;
import org.cinegraph.workers.model.ModelFolders;
import org.cinegraph.workers.model.ModelResidency;
import org.cinegraph.workers.stream.HeldLease;
import org.cinegraph.workers.stream.LeaseRunner;
import org.cinegraph.workers.stream.MonotonicClock;

/// What all attempts of this process share.
///
/// @param temporary below it each attempt has a folder of its own
/// @param figures hears what attempts do
public record Workshop(
    NodeTypes nodes,
    ArtifactCache cache,
    ArtifactTransfer transfer,
    ModelFolders folders,
    ModelResidency residency,
    Machine machine,
    MonotonicClock clock,
    Path temporary,
    AttemptFigures figures)
    implements LeaseRunner {
  public Workshop {
    requireNonNull(nodes, "nodes is null");
  }

  /// Clears what an earlier process left in the temporary folder.
  public void tidy() throws IOException {
    AttemptFiles.delete(temporary);
    Files.createDirectories(temporary);
  }

  @Override
  public Thread attempt(HeldLease lease) {
    Attempt attempt = new Attempt(this, lease);
    // A thread of the platform: native code would pin a virtual one to its carrier.
    return Thread.ofPlatform().name("attempt-" + lease.lease().getType()).unstarted(attempt::run);
  }
}
