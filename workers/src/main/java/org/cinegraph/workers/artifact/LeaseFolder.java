package org.cinegraph.workers.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.cinegraph.proto.v1.LeaseName;

/// A folder in which a control plane on the same machine may place an artifact instead of sending
/// it. The lease's secret in it shows whose folder it is. Gone when it is closed.
record LeaseFolder(Path path) implements AutoCloseable {
  private static final String PROOF = "secret";

  /// Beside the file that is to have the bytes, so that they are moved and not copied.
  static LeaseFolder make(Path target, LeaseName lease) throws IOException {
    Path folder =
        Files.createTempDirectory(target.toAbsolutePath().getParent(), "lease-").toAbsolutePath();
    Files.write(folder.resolve(PROOF), lease.getSecret().toByteArray());
    return new LeaseFolder(folder);
  }

  /// @param name what the control plane says it has placed here
  void take(String name, Path target) throws IOException {
    Path placed = path.resolve(name).normalize();
    if (!path.equals(placed.getParent())) {
      throw new IOException(
          "The control plane placed an artifact outside of " + path + ": " + name);
    }
    Files.move(placed, target, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void close() throws IOException {
    List<Path> left;
    try (Stream<Path> listed = Files.list(path)) {
      left = listed.toList();
    }
    for (Path file : left) {
      Files.delete(file);
    }
    Files.delete(path);
  }
}
