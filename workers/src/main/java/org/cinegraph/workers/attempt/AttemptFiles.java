package org.cinegraph.workers.attempt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.proto.v1.LeaseName;
import org.cinegraph.workers.artifact.ArtifactCache;
import org.cinegraph.workers.artifact.ArtifactCache.Pinned;
import org.cinegraph.workers.artifact.ArtifactTransfer;
import org.cinegraph.workers.artifact.FileDigest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The files of one attempt: what it fetched, kept for as long as it runs, and its temporary
/// folder. One thread.
final class AttemptFiles implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AttemptFiles.class);

  private final LeaseName lease;
  private final ArtifactCache cache;
  private final ArtifactTransfer transfer;
  private final PhaseClock phases;
  private final Reporter reporter;
  private final StorePatience patience;
  private final Path folder;
  private final List<Pinned> pinned = new ArrayList<>();
  private int number;

  AttemptFiles(
      LeaseName lease,
      ArtifactCache cache,
      ArtifactTransfer transfer,
      PhaseClock phases,
      Reporter reporter,
      StorePatience patience,
      Path folder) {
    this.lease = lease;
    this.cache = cache;
    this.transfer = transfer;
    this.phases = phases;
    this.reporter = reporter;
    this.patience = patience;
    this.folder = folder;
  }

  Path fetch(ArtifactReference reference) throws IOException, InterruptedException {
    return fetch(reference.digest());
  }

  Path fetch(Digest digest) throws IOException, InterruptedException {
    try (var _ = phases.enter(Phase.FETCH)) {
      Pinned file =
          cache.get(
              digest,
              target -> {
                reporter.phase(Phase.FETCH);
                patience.with(() -> transfer.fetch(lease, digest, target));
              });
      pinned.add(file);
      return file.path();
    }
  }

  /// Stores a file and keeps a copy, for the node that will ask for it here.
  ArtifactReference store(Path file, String mediaType, List<ArtifactReference.Part> parts)
      throws IOException, InterruptedException {
    ArtifactReference reference;
    try (var _ = phases.enter(Phase.STORE)) {
      reference = reference(file, mediaType, parts);
      patience.with(() -> transfer.store(lease, file, reference));
    }
    keepCopy(reference.digest(), file);
    return reference;
  }

  /// It is stored: a cache without room costs the next node a transfer, and this one nothing.
  private void keepCopy(Digest digest, Path file) throws InterruptedException {
    try {
      cache.add(digest, file).close();
    } catch (IOException e) {
      LOG.warn("cache=skipped artifact={} why=\"{}\"", digest.brief(), e.getMessage());
    }
  }

  /// Stores a file that nobody will ask for here, now or not at all: who saves a state has better
  /// things to do than to wait for a disk.
  ArtifactReference storeOnly(Path file, String mediaType, List<ArtifactReference.Part> parts)
      throws IOException, InterruptedException {
    try (var _ = phases.enter(Phase.STORE)) {
      ArtifactReference reference = reference(file, mediaType, parts);
      transfer.store(lease, file, reference);
      return reference;
    }
  }

  private ArtifactReference reference(
      Path file, String mediaType, List<ArtifactReference.Part> parts) throws IOException {
    reporter.phase(Phase.STORE);
    return new ArtifactReference(FileDigest.of(file), Files.size(file), mediaType, parts);
  }

  /// The executor's own folder, made when first asked for.
  Path temporaryFolder() throws IOException {
    return Files.createDirectories(folder.resolve("temporary"));
  }

  Path newCheckpointFile() throws IOException {
    number++;
    return Files.createDirectories(folder).resolve("checkpoint-" + number);
  }

  @Override
  public void close() throws IOException {
    pinned.forEach(Pinned::close);
    delete(folder);
  }

  /// Deletes a folder with all that is in it.
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> walk = Files.walk(folder)) {
      deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }
}
