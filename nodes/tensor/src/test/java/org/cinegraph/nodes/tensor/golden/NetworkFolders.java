package org.cinegraph.nodes.tensor.golden;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// The folders beside a test that an oracle's script wrote: `networks` has one for each tiny one.
public final class NetworkFolders {
  private NetworkFolders() {}

  public static Path path(Class<?> test, String name) {
    try {
      return Path.of(Objects.requireNonNull(test.getResource(name)).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A package of one network that a test may change.
  ///
  /// @param className that the index gives it
  /// @return the network's folder
  public static Path copy(Class<?> test, String network, String className, Path target)
      throws IOException {
    Path source = path(test, "networks").resolve(network);
    Path part = Files.createDirectories(target.resolve(network));
    List<Path> files;
    try (Stream<Path> walk = Files.list(source)) {
      files = walk.toList();
    }
    for (Path file : files) {
      Files.copy(file, part.resolve(file.getFileName()));
    }
    Files.writeString(
        target.resolve("model_index.json"),
        "{\"%s\": [\"diffusers\", \"%s\"]}".formatted(network, className));
    return part;
  }
}
