package org.cinegraph.workers.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.nodes.sdk.ModelFolder;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.model.FileDigests;
import org.cinegraph.nodes.tensor.model.ModelPackage;
import org.cinegraph.proto.v1.UnusableModelPackage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The model packages of this machine: each folder with a `model_index.json`, or with the
/// `config.json` of a network that was released alone, below the model directories, known under the
/// name of the folder, or of the link to it. The first directory that has a name wins.
///
/// A package is verified again before a use whenever a file of it looks different than at the last
/// time.
public final class ModelFolders {
  private static final Logger LOG = LoggerFactory.getLogger(ModelFolders.class);

  private final FileDigests digests;
  private final SequencedMap<String, Known> packages = new LinkedHashMap<>();
  private final SequencedMap<String, NodeFailure> unusable = new LinkedHashMap<>();

  /// A package as it was when its digest was taken.
  private record Known(ModelFolder folder, FolderStamp stamp) {}

  private ModelFolders(FileDigests digests) {
    this.digests = digests;
  }

  /// Reads what is not remembered. What cannot be used is logged and not offered, but told.
  public static ModelFolders scan(List<Path> directories, FileDigests digests) throws IOException {
    ModelFolders folders = new ModelFolders(digests);
    for (Path directory : directories) {
      for (Path folder : candidates(directory)) {
        folders.take(folder);
      }
    }
    digests.keep();
    return folders;
  }

  /// A package that was registered by a link, and whose folder is away by now, is still asked for
  /// by its name.
  private static boolean isCandidate(Path child) {
    return Files.exists(child.resolve("model_index.json"))
        || Files.exists(child.resolve("config.json"))
        || Files.isSymbolicLink(child);
  }

  private static List<Path> candidates(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      LOG.warn("models=absent directory={}", directory);
      return List.of();
    }
    try (Stream<Path> children = Files.list(directory)) {
      return children.filter(ModelFolders::isCandidate).sorted().toList();
    }
  }

  private void take(Path folder) throws IOException {
    String name = folder.getFileName().toString();
    if (packages.containsKey(name)) {
      return;
    }
    try {
      ModelPackage opened = ModelPackage.open(name, folder);
      FolderStamp stamp = FolderStamp.of(folder);
      Digest digest = opened.digest(digests, _ -> {});
      packages.put(name, new Known(new ModelFolder(name, digest, folder), stamp));
      unusable.remove(name);
      LOG.info("model=found package={} digest={} bytes={}", name, digest.brief(), stamp.bytes());
    } catch (NodeFailure e) {
      unusable.putIfAbsent(name, e);
      LOG.warn("model=unusable package={} why=\"{}\"", name, e.getMessage());
    }
  }

  public synchronized List<org.cinegraph.proto.v1.ModelPackage> messages() {
    List<org.cinegraph.proto.v1.ModelPackage> messages = new ArrayList<>();
    for (Known known : packages.values()) {
      messages.add(
          org.cinegraph.proto.v1.ModelPackage.newBuilder()
              .setName(known.folder().name())
              .setDigest(org.cinegraph.workers.wire.WireValues.bytes(known.folder().digest()))
              .setBytes(known.stamp().bytes())
              .build());
    }
    return messages;
  }

  /// What is here and cannot be used, with the reason.
  public synchronized List<UnusableModelPackage> unusableMessages() {
    List<UnusableModelPackage> messages = new ArrayList<>();
    unusable.forEach((name, why) ->
        messages.add(
            UnusableModelPackage.newBuilder()
                .setName(name)
                .setWhy(String.valueOf(why.getMessage()))
                .build()));
    return messages;
  }

  /// The package that a lease names, whole and unaltered.
  ///
  /// @throws NodeFailure it is not here, cannot be used, or is another one by now
  public synchronized ModelFolder verified(String name, Digest digest)
      throws NodeFailure, IOException {
    if (unusable.containsKey(name)) {
      throw new NodeFailure(unusable.get(name).failure());
    }
    Known known =
        Optional.ofNullable(packages.get(name))
            .orElseThrow(() ->
                NodeFailure.user(
                    "model-missing",
                    "This worker has no model package %s; it has %s."
                        .formatted(name, String.join(", ", packages.sequencedKeySet()))));
    FolderStamp stamp = FolderStamp.of(known.folder().path());
    if (stamp.equals(known.stamp()) && known.folder().digest().equals(digest)) {
      return known.folder();
    }
    ModelFolder verified = ModelPackage.open(name, known.folder().path()).verify(digest, digests);
    packages.put(name, new Known(verified, stamp));
    return verified;
  }
}
