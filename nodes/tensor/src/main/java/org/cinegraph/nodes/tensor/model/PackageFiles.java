package org.cinegraph.nodes.tensor.model;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.cinegraph.graph.digest.Digest;

/// The files of a package that count: all but its `README.md` and what is hidden, so that a better
/// model card or a download tool's notes do not make another package of it. Pickles are listed, but
/// nobody opens them, so their bytes do not name the package either.
///
/// @param paths relative to the folder, with `/`, sorted
record PackageFiles(Path folder, List<String> paths) {
  private static final List<String> PICKLES =
      List.of(".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle");

  PackageFiles {
    paths = List.copyOf(paths);
  }

  static PackageFiles list(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      return new PackageFiles(
          folder,
          files
              .filter(Files::isRegularFile)
              .map(file -> folder.relativize(file).toString().replace('\\', '/'))
              .filter(PackageFiles::counts)
              .sorted()
              .toList());
    }
  }

  private static boolean counts(String path) {
    return !path.equals("README.md") && !path.startsWith(".") && !path.contains("/.");
  }

  List<String> pickles() {
    return paths.stream().filter(PackageFiles::isPickle).toList();
  }

  /// Those whose bytes name the package.
  List<Path> counted() {
    return paths.stream().filter(path -> !isPickle(path)).map(folder::resolve).toList();
  }

  List<String> safetensors() {
    return paths.stream().filter(path -> path.endsWith(".safetensors")).toList();
  }

  /// The SHA-256 of the text that `sha256sum` prints for the sorted files: one line each, digest,
  /// two blanks, path.
  ///
  /// @param read told how many bytes more are done
  Digest digest(FileDigests digests, LongConsumer read) throws IOException {
    MessageDigest whole = Digest.sha256();
    for (Path file : counted()) {
      String path = folder.relativize(file).toString().replace('\\', '/');
      String line = digests.of(file, read).hex() + "  " + path + "\n";
      whole.update(line.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    return Digest.ofDigestBytes(whole.digest());
  }

  static boolean isPickle(String path) {
    String lower = path.toLowerCase(Locale.ROOT);
    return PICKLES.stream().anyMatch(lower::endsWith);
  }
}
